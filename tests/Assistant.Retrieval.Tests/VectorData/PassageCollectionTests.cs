using Assistant.Core;
using Assistant.Retrieval.Index.Local;
using Assistant.Retrieval.Tests.Index;
using Assistant.Retrieval.Tests.Ranking;
using Assistant.Retrieval.VectorData;
using static Assistant.Retrieval.Tests.Index.IndexFixture;

namespace Assistant.Retrieval.Tests.VectorData;

public sealed class PassageCollectionTests : IDisposable
{
    private readonly TempFolder folder = new();
    private readonly LocalPassageIndex index;

    public PassageCollectionTests() => index = Open(folder.File("assistant.db"));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        index.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task A_text_finds_what_is_near_in_the_collection_and_readable()
    {
        using var passages = await FilledAsync(Asker.Anonymous);

        var found = await passages.SearchAsync("vacation", 5, cancellationToken: Cancel).ToListAsync(Cancel);

        Assert.Equal(["open.1-000000", "open.1-000001"], found.Select(result => result.Record.Id));
        Assert.True(found[0].Score > 0.9 && found[1].Score < 0.5);
        Assert.Equal("Annual leave is earned.", found[0].Record.Text);
        using var hr = await FilledAsync(Asker.With("group:hr"));
        Assert.Equal(3, await hr.SearchAsync(FakeEmbedder.VectorOf("vacation"), 5, cancellationToken: Cancel).CountAsync(Cancel));
    }

    [Fact]
    public async Task Words_and_vectors_are_joined_and_results_can_be_skipped_and_limited()
    {
        using var passages = await FilledAsync(Asker.Anonymous);

        var found = await passages.HybridSearchAsync("vacation", ["card"], 5, cancellationToken: Cancel).ToListAsync(Cancel);
        var rest = await passages.HybridSearchAsync("vacation", ["card"], 5, new() { Skip = 1 }, Cancel).ToListAsync(Cancel);
        var sure = await passages.HybridSearchAsync("vacation", ["card"], 5, new() { ScoreThreshold = found[0].Score }, Cancel).ToListAsync(Cancel);

        Assert.Equal(2, found.Count);
        Assert.Equal(1, await passages.HybridSearchAsync("vacation", ["card"], int.MaxValue, new() { Skip = 1 }, Cancel).CountAsync(Cancel));
        Assert.Equal(found[1].Record.Id, Assert.Single(rest).Record.Id);
        Assert.Equal(found[0].Record.Id, Assert.Single(sure).Record.Id);
    }

    [Fact]
    public async Task A_record_is_read_by_its_key_within_its_collection()
    {
        using var passages = await FilledAsync(Asker.Anonymous);

        Assert.Equal("Part > Section 1", (await passages.GetAsync("open.1-000001", cancellationToken: Cancel))!.Section);
        Assert.Null(await passages.GetAsync("secret.1-000000", cancellationToken: Cancel));
        Assert.Null(await passages.GetAsync("other.1-000000", cancellationToken: Cancel));
    }

    [Fact]
    public async Task What_it_cannot_do_says_what_to_do_instead()
    {
        using var passages = await FilledAsync(Asker.Anonymous);

        var refused = await Assert.ThrowsAsync<NotSupportedException>(() => passages.DeleteAsync("open.1-000001", Cancel));
        Assert.Contains("assistant documents delete", refused.Message, StringComparison.Ordinal);
        Assert.Throws<NotSupportedException>(() => passages.SearchAsync("x", 1, new() { Filter = record => record.Page == 1 }, Cancel));
        await Assert.ThrowsAsync<NotSupportedException>(async () => await passages.SearchAsync(new Uri("about:blank"), 1, cancellationToken: Cancel).ToListAsync(Cancel));
    }

    private async Task<PassageCollection> FilledAsync(Asker asker)
    {
        foreach (var version in (DocumentVersion[])[Version("open", collection: "hr"), Version("secret", collection: "hr", readBy: ["group:hr"]), Version("other")])
        {
            string[] texts = version.DocumentId == "open" ? ["Annual leave is earned.", "The travel card pays."] : ["Leave of executives."];
            if ((await index.PublishedAsync(Cancel)).All(published => published.DocumentId != version.DocumentId))
            {
                await index.PublishAsync(version, texts);
            }
        }

        FakeEmbedder embedder = new();
        var missing = await index.WithoutVectorsAsync("all-MiniLM-L6-v2-Q8_0", 10, Cancel);
        await index.StoreVectorsAsync("all-MiniLM-L6-v2-Q8_0", [.. missing.Select(passage => new PassageVector(passage.Id, FakeEmbedder.VectorOf(passage.Text)))], Cancel);
        return new("hr", index, embedder, asker);
    }
}

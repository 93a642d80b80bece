using Assistant.Core;

namespace Assistant.Storage.Tests;

public sealed class DocumentCatalogTests : IDisposable
{
    private readonly TempFolder folder = new();
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_record_comes_back_as_it_was_saved()
    {
        await using HomeFixture home = new(folder.Path);
        var document = Some.Document("персонал", "Ünïcode/报告 😀.md") with
        {
            Title = "O'Hara \"quoted\" \u0000 done",
            State = DocumentState.Failed,
            Step = "read",
            Attempts = 3,
            Reason = "It is encrypted.",
            Passages = 12,
            Pages = 4,
            Version = 2,
            VersionId = "d-v2",
            PublishedHash = new string('a', 64),
            MediaType = "text/markdown",
            Bytes = 5_000_000_000,
            SourcePath = "/srv/ü/a.md",
            SourceRoot = "/srv/ü",
            ReadBy = ["group:hr", "user:änn"],
            Tags = new Dictionary<string, IReadOnlyList<string>> { ["região"] = ["é", "e\u0301"], ["empty"] = [] },
        };

        await home.Catalog.SaveAsync([document], Cancel);
        var found = await home.Catalog.FindAsync(document.Id, Cancel);

        Assert.NotNull(found);
        Assert.Equal(document with { UpdatedAt = home.Clock.GetUtcNow(), ReadBy = found.ReadBy, Tags = found.Tags }, found);
        Assert.Equal(document.ReadBy, found.ReadBy);
        Assert.Equal(document.Tags.Keys.Order(StringComparer.Ordinal), found.Tags.Keys.Order(StringComparer.Ordinal));
        Assert.All(document.Tags, tag => Assert.Equal(tag.Value, found.Tags[tag.Key]));
    }

    [Fact]
    public async Task Saving_again_replaces_and_the_last_of_a_batch_wins()
    {
        await using HomeFixture home = new(folder.Path);
        var document = Some.Document();

        await home.Catalog.SaveAsync([document], Cancel);
        home.Clock.Advance(TimeSpan.FromMinutes(1));
        await home.Catalog.SaveAsync([document with { Title = "second" }, Some.Document(name: "other.md"), document with { Title = "third" }], Cancel);

        var documents = await home.Catalog.ListAsync("default", Cancel);
        Assert.Equal(["other.md", "third"], documents.Select(found => found.Title));
        Assert.All(documents, found => Assert.Equal(home.Clock.GetUtcNow(), found.UpdatedAt));
    }

    [Fact]
    public async Task Lists_are_sorted_ordinally_and_keep_to_their_collection()
    {
        await using HomeFixture home = new(folder.Path);
        await home.Catalog.SaveAsync([Some.Document("b", "a.md"), Some.Document("a", "b.md"), Some.Document("a", "Z.md"), Some.Document("a", "ä.md")], Cancel);

        Assert.Equal(["Z.md", "b.md", "ä.md"], (await home.Catalog.ListAsync("a", Cancel)).Select(document => document.Name));
        Assert.Equal(["a", "a", "a", "b"], (await home.Catalog.ListAsync(null, Cancel)).Select(document => document.Collection));
        Assert.Empty(await home.Catalog.ListAsync("A", Cancel));
        Assert.Equal(["a", "b"], await home.Catalog.CollectionsAsync(Cancel));
    }

    [Fact]
    public async Task Unfinished_documents_come_oldest_first()
    {
        await using HomeFixture home = new(folder.Path);
        foreach (var (name, state) in new[] { ("1", DocumentState.Queued), ("2", DocumentState.Ready), ("3", DocumentState.Processing), ("4", DocumentState.Failed), ("0", DocumentState.Queued) })
        {
            await home.Catalog.SaveAsync([Some.Document(name: name) with { State = state }], Cancel);
            home.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(["1", "3", "0"], (await home.Catalog.UnfinishedAsync(Cancel)).Select(document => document.Name));
    }

    [Fact]
    public async Task Originals_are_referred_to_by_the_waiting_and_by_the_published_version()
    {
        await using HomeFixture home = new(folder.Path);
        var document = Some.Document() with { ContentHash = new string('1', 64), PublishedHash = new string('2', 64) };
        await home.Catalog.SaveAsync([document], Cancel);

        Assert.True(await home.Catalog.RefersToAsync(new string('1', 64), Cancel));
        Assert.True(await home.Catalog.RefersToAsync(new string('2', 64), Cancel));
        Assert.False(await home.Catalog.RefersToAsync(new string('3', 64), Cancel));
        Assert.True(await home.Catalog.DeleteAsync(document.Id, Cancel));
        Assert.False(await home.Catalog.DeleteAsync(document.Id, Cancel));
        Assert.False(await home.Catalog.RefersToAsync(new string('1', 64), Cancel));
        Assert.Null(await home.Catalog.FindAsync(document.Id, Cancel));
    }

    [Fact]
    public async Task A_batch_larger_than_one_lookup_is_saved_whole()
    {
        await using HomeFixture home = new(folder.Path);
        var documents = Enumerable.Range(0, 1_201).Select(number => Some.Document(name: $"{number}.md")).ToArray();

        await home.Catalog.SaveAsync(documents[..700], Cancel);
        await home.Catalog.SaveAsync(documents, Cancel);

        Assert.Equal(1_201, (await home.Catalog.ListAsync(null, Cancel)).Count);
    }

    [Fact]
    public async Task Two_processes_writing_at_once_lose_nothing()
    {
        await using HomeFixture one = new(folder.Path), two = new(folder.Path);
        await one.Schema.OpenAsync(Cancel);

        await Task.WhenAll(WriteAsync(one, "one"), WriteAsync(two, "two"), WriteAsync(one, "three"), WriteAsync(two, "four"));

        Assert.Equal(200, (await one.Catalog.ListAsync(null, Cancel)).Count);

        static async Task WriteAsync(HomeFixture home, string collection)
        {
            await Task.Yield();
            for (var number = 0; number < 50; number++)
            {
                await home.Catalog.SaveAsync([Some.Document(collection, $"{number}.md")], Cancel);
            }
        }
    }

    [Fact]
    public async Task Cancelling_is_told_as_cancelling()
    {
        await using HomeFixture home = new(folder.Path);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => home.Catalog.SaveAsync([Some.Document()], new CancellationToken(canceled: true)));
        Assert.Empty(await home.Catalog.ListAsync(null, Cancel));
    }
}

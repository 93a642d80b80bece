using System.Collections.Concurrent;
using Assistant.Core;

namespace Assistant.Ingestion.Tests.Working;

/// <summary>An index that keeps what it promises: staged passages are seen by nobody, publishing swaps in one step.</summary>
internal sealed class MemoryIndex(Crashes crashes) : IPassageIndex
{
    private readonly ConcurrentDictionary<string, List<Passage>> staged = new();
    private readonly ConcurrentDictionary<string, (DocumentVersion Version, IReadOnlyList<Passage> Passages)> published = new();
    private readonly ConcurrentDictionary<string, bool> used = new();

    public IReadOnlyCollection<string> Staged => [.. staged.Keys];

    public int Publications { get; private set; }

    public IReadOnlyDictionary<string, (DocumentVersion Version, IReadOnlyList<Passage> Passages)> Published => published;

    /// <summary>What the index does at its own start.</summary>
    public void Restart() => staged.Clear();

    public Task StageAsync(DocumentVersion version, IReadOnlyList<Passage> passages, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        crashes.Point("stage");
        Assert.NotEmpty(version.ReadBy);
        Assert.InRange(passages.Count, 1, 256);
        Assert.False(used.ContainsKey(version.VersionId), "A version id is never used again.");
        var list = staged.GetOrAdd(version.VersionId, _ => []);
        lock (list)
        {
            list.AddRange(passages);
        }

        crashes.Point("staged");
        return Task.CompletedTask;
    }

    public Task<int> PublishAsync(DocumentVersion version, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        crashes.Point("publish");
        Assert.True(used.TryAdd(version.VersionId, true));
        staged.TryRemove(version.VersionId, out var passages);
        published[version.DocumentId] = (version, passages ?? []);
        Publications++;
        crashes.Point("published");
        return Task.FromResult(passages?.Count ?? 0);
    }

    public Task DiscardAsync(string versionId, CancellationToken cancellationToken)
    {
        crashes.Point("discard");
        Assert.DoesNotContain(published.Values, document => document.Version.VersionId == versionId);
        staged.TryRemove(versionId, out _);
        return Task.CompletedTask;
    }

    public Task DeleteAsync(string documentId, CancellationToken cancellationToken)
    {
        crashes.Point("index delete");
        published.TryRemove(documentId, out _);
        crashes.Point("index deleted");
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<PublishedDocument>> PublishedAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<PublishedDocument>>(
        [.. published.Values.Select(document => new PublishedDocument(document.Version.DocumentId, document.Version.VersionId, document.Passages.Count, 0))]);

    public Task<PassageMatches> SearchAsync(PassageQuery query, Asker asker, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<Passage?> FindAsync(string passageId, Asker asker, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<Passage>> PassagesAsync(string documentId, Asker asker, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<Passage>> WithoutVectorsAsync(string embedder, int limit, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task StoreVectorsAsync(string embedder, IReadOnlyList<PassageVector> vectors, CancellationToken cancellationToken) => throw new NotSupportedException();
}

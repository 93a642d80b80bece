using System.Collections.Concurrent;
using Assistant.Core;

namespace Assistant.Ingestion.Tests.Working;

/// <summary>A catalogue in memory that outlives a "process".</summary>
internal sealed class MemoryCatalog(Crashes crashes) : IDocumentCatalog
{
    private readonly ConcurrentDictionary<string, DocumentRecord> records = new();

    public IReadOnlyCollection<DocumentRecord> Records => [.. records.Values];

    /// <summary>Every state that was ever saved, in order.</summary>
    public ConcurrentQueue<DocumentRecord> History { get; } = new();

    public Task<DocumentRecord?> FindAsync(string documentId, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        crashes.Point("find");
        return Task.FromResult(records.GetValueOrDefault(documentId));
    }

    public Task<IReadOnlyList<DocumentRecord>> ListAsync(string? collection, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<DocumentRecord>>([.. records.Values.Where(record => collection is null || record.Collection == collection).OrderBy(record => record.Name, StringComparer.Ordinal)]);

    public Task<IReadOnlyList<DocumentRecord>> UnfinishedAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<DocumentRecord>>([.. records.Values.Where(record => record.State is DocumentState.Queued or DocumentState.Processing)]);

    public Task<IReadOnlyList<string>> CollectionsAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<string>>([.. records.Values.Select(record => record.Collection).Distinct().Order(StringComparer.Ordinal)]);

    public Task SaveAsync(IReadOnlyList<DocumentRecord> documents, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        crashes.Point("save");
        foreach (var document in documents)
        {
            records[document.Id] = document;
            History.Enqueue(document);
        }

        crashes.Point("saved");
        return Task.CompletedTask;
    }

    public Task<bool> DeleteAsync(string documentId, CancellationToken cancellationToken)
    {
        crashes.Point("delete");
        var wasKnown = records.TryRemove(documentId, out _);
        crashes.Point("deleted");
        return Task.FromResult(wasKnown);
    }

    public Task<bool> RefersToAsync(string contentHash, CancellationToken cancellationToken) =>
        Task.FromResult(records.Values.Any(record => record.ContentHash == contentHash || record.PublishedHash == contentHash));
}

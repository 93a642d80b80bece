using System.Collections.Concurrent;
using Assistant.Core;

namespace Assistant.Server.Tests.Fakes;

/// <summary>A catalogue in memory.</summary>
internal sealed class MemoryCatalog : IDocumentCatalog
{
    private readonly ConcurrentDictionary<string, DocumentRecord> records = new(StringComparer.Ordinal);

    public MemoryCatalog(params DocumentRecord[] documents)
    {
        foreach (var document in documents)
        {
            records[document.Id] = document;
        }
    }

    public Task<DocumentRecord?> FindAsync(string documentId, CancellationToken cancellationToken) =>
        Task.FromResult(records.GetValueOrDefault(documentId));

    public Task<IReadOnlyList<DocumentRecord>> ListAsync(string? collection, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<DocumentRecord>>([.. records.Values
            .Where(record => collection is null || record.Collection == collection)
            .OrderBy(record => record.Collection, StringComparer.Ordinal)
            .ThenBy(record => record.Name, StringComparer.Ordinal)]);

    public Task<IReadOnlyList<DocumentRecord>> UnfinishedAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<DocumentRecord>>([.. records.Values.Where(record => record.State is DocumentState.Queued or DocumentState.Processing)]);

    public Task<IReadOnlyList<string>> CollectionsAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<string>>([.. records.Values.Select(record => record.Collection).Distinct().Order(StringComparer.Ordinal)]);

    public Task SaveAsync(IReadOnlyList<DocumentRecord> documents, CancellationToken cancellationToken)
    {
        foreach (var document in documents)
        {
            records[document.Id] = document;
        }

        return Task.CompletedTask;
    }

    public Task<bool> DeleteAsync(string documentId, CancellationToken cancellationToken) => Task.FromResult(records.TryRemove(documentId, out _));

    public Task<bool> RefersToAsync(string contentHash, CancellationToken cancellationToken) =>
        Task.FromResult(records.Values.Any(record => record.ContentHash == contentHash));
}

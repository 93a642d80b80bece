using System.Collections.Concurrent;
using System.Security.Cryptography;
using Assistant.Core;

namespace Assistant.Channels.Tests.Fakes;

/// <summary>Documents and originals in memory: what is uploaded is ready at once, unless its name says that it fails.</summary>
internal sealed class FakeLibrary : IDocumentCatalog, IIngestion, IFileStore
{
    private readonly ConcurrentDictionary<string, byte[]> originals = new(StringComparer.Ordinal);

    public ConcurrentDictionary<string, DocumentRecord> Documents { get; } = new(StringComparer.Ordinal);

    /// <summary>Adds a document.</summary>
    public DocumentRecord Add(string id, string name, byte[] content, string mediaType = "text/markdown", string collection = "hr", string readBy = "everyone")
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(content));
        originals[hash] = content;
        return Documents[id] = new()
        {
            Id = id, Collection = collection, Name = name, Title = name, State = DocumentState.Ready, Passages = 2, Version = 1, ContentHash = hash,
            PublishedHash = hash, MediaType = mediaType, Bytes = content.Length, ReadBy = [readBy], UpdatedAt = new(2026, 11, 24, 8, 0, 0, TimeSpan.Zero),
        };
    }

    public Task<DocumentRecord?> FindAsync(string documentId, CancellationToken cancellationToken) => Task.FromResult(Documents.GetValueOrDefault(documentId));

    public Task<IReadOnlyList<DocumentRecord>> ListAsync(string? collection, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<DocumentRecord>>(
        [.. Documents.Values.Where(document => collection is null || document.Collection == collection).OrderBy(document => document.Name, StringComparer.Ordinal)]);

    public Task<IReadOnlyList<string>> CollectionsAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<string>>([.. Documents.Values.Select(document => document.Collection).Distinct().Order()]);

    public async Task<DocumentRecord> UploadAsync(Upload upload, CancellationToken cancellationToken)
    {
        using MemoryStream content = new();
        await upload.Content.CopyToAsync(content, cancellationToken);
        var name = upload.Name.Split('/', '\\')[^1];
        var fails = name.Contains("broken", StringComparison.Ordinal);
        var added = Add($"u{Documents.Count}", name, content.ToArray(), collection: upload.Collection);
        return Documents[added.Id] = fails ? added with { State = DocumentState.Failed, Step = "read", Reason = "The PDF is encrypted.", Passages = 0, Version = 0 } : added;
    }

    public Task<DocumentRecord?> RetryAsync(string documentId, CancellationToken cancellationToken) =>
        Task.FromResult(Documents.TryGetValue(documentId, out var known) ? Documents[documentId] = known with { State = DocumentState.Queued, Attempts = known.Attempts + 1 } : null);

    Task<bool> IIngestion.DeleteAsync(string documentId, CancellationToken cancellationToken) => Task.FromResult(Documents.TryRemove(documentId, out _));

    Task<bool> IDocumentCatalog.DeleteAsync(string documentId, CancellationToken cancellationToken) => throw new NotSupportedException("The pipeline deletes.");

    public Stream? OpenRead(string hash) => originals.TryGetValue(hash, out var content) ? new MemoryStream(content) : null;

    public IAsyncEnumerable<IngestOutcome> IngestPathsAsync(IngestRequest request, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task RunAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task RecoverAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<DocumentRecord>> UnfinishedAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task SaveAsync(IReadOnlyList<DocumentRecord> documents, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<bool> RefersToAsync(string contentHash, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<(string Hash, long Bytes)> StoreAsync(Stream content, long maxBytes, CancellationToken cancellationToken) => throw new NotSupportedException();

    public void Delete(string hash) => throw new NotSupportedException();
}

using Assistant.Core;

namespace Assistant.Channels.Web;

/// <summary>The catalogue as one asker may see it: a document that is not readable does not exist.</summary>
internal sealed class ReadableDocuments(IDocumentCatalog catalog)
{
    public async Task<DocumentRecord?> FindAsync(string documentId, Asker asker, CancellationToken cancellationToken) =>
        await catalog.FindAsync(documentId, cancellationToken) is { } document && MayRead(asker, document) ? document : null;

    /// <exception cref="AssistantException">There is no such document (<c>unknown_document</c>).</exception>
    public async Task<DocumentRecord> GetAsync(string documentId, Asker asker, CancellationToken cancellationToken) =>
        await FindAsync(documentId, asker, cancellationToken)
        ?? throw new AssistantException("unknown_document", "There is no such document.", "GET /api/v1/documents lists the documents.");

    public async Task<IReadOnlyList<DocumentRecord>> ListAsync(string? collection, Asker asker, CancellationToken cancellationToken) =>
        [.. (await catalog.ListAsync(collection, cancellationToken)).Where(document => MayRead(asker, document))];

    public async Task<IReadOnlyList<CollectionEntry>> CollectionsAsync(Asker asker, CancellationToken cancellationToken) =>
        [.. (await ListAsync(collection: null, asker, cancellationToken))
            .GroupBy(document => document.Collection, StringComparer.Ordinal)
            .Select(group => new CollectionEntry(group.Key, group.Count(), group.Count(IsSearchable), group.Count(IsAwaited)))
            .OrderBy(entry => entry.Name, StringComparer.Ordinal)];

    /// <exception cref="AssistantException">One of them holds nothing that the asker may read (<c>unknown_collection</c>).</exception>
    public async Task RequireCollectionsAsync(IReadOnlyList<string> collections, Asker asker, CancellationToken cancellationToken)
    {
        if (collections.Count == 0)
        {
            return;
        }

        var known = await CollectionsAsync(asker, cancellationToken);
        if (collections.FirstOrDefault(name => !known.Any(entry => entry.Name == name)) is { } unknown)
        {
            throw new AssistantException(
                "unknown_collection",
                $"There is no collection '{unknown}'.",
                known.Count == 0 ? "There are no documents yet." : "Known collections: " + string.Join(", ", known.Select(entry => entry.Name)) + ".");
        }
    }

    private static bool IsSearchable(DocumentRecord document) => document.Version > 0;

    private static bool IsAwaited(DocumentRecord document) => !IsSearchable(document) && document.State is DocumentState.Queued or DocumentState.Processing;

    private static bool MayRead(Asker asker, DocumentRecord document) =>
        asker.ReadsAll || document.ReadBy.Any(principal => asker.Principals.Contains(principal, StringComparer.Ordinal));
}

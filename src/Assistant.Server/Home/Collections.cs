using Assistant.Core;

namespace Assistant.Server.Home;

/// <summary>Checks collections that people name.</summary>
internal static class Collections
{
    /// <summary>Makes sure that a collection has documents.</summary>
    /// <param name="catalog">The catalogue.</param>
    /// <param name="collection">The collection, or null for all, which is always right.</param>
    /// <param name="cancellationToken">Ends the check.</param>
    /// <exception cref="AssistantException">It is not known (<c>unknown_collection</c>); the message lists the known ones.</exception>
    public static async Task CheckAsync(IDocumentCatalog catalog, string? collection, CancellationToken cancellationToken)
    {
        if (collection is null)
        {
            return;
        }

        var known = await catalog.CollectionsAsync(cancellationToken);
        if (!known.Contains(collection, StringComparer.Ordinal))
        {
            throw new AssistantException(
                "unknown_collection",
                $"There is no collection '{collection}'.",
                known.Count == 0 ? "There are no documents yet: 'assistant ingest PATH' takes some in." : $"Known collections: {string.Join(", ", known)}.");
        }
    }
}

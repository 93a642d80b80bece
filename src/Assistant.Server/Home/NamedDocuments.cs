using Assistant.Core;

namespace Assistant.Server.Home;

/// <summary>Finds documents as people name them: by id, or by name.</summary>
internal static class NamedDocuments
{
    /// <summary>The documents, in the order they were named, without doubles.</summary>
    /// <param name="catalog">The catalogue.</param>
    /// <param name="names">Ids or names.</param>
    /// <param name="collection">Where to look, or null for everywhere.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <exception cref="AssistantException">
    /// One of them is not known (<c>unknown_document</c>), or a name stands in several collections (<c>ambiguous_document</c>).
    /// </exception>
    public static async Task<IReadOnlyList<DocumentRecord>> FindAsync(
        IDocumentCatalog catalog, IReadOnlyList<string> names, string? collection, CancellationToken cancellationToken)
    {
        await Collections.CheckAsync(catalog, collection, cancellationToken);
        var known = await catalog.ListAsync(collection, cancellationToken);
        var byId = known.ToDictionary(document => document.Id, StringComparer.Ordinal);
        var byName = known.ToLookup(document => document.Name, StringComparer.Ordinal);

        List<DocumentRecord> found = [];
        foreach (var name in names)
        {
            var document = byId.GetValueOrDefault(name) ?? Only(name, [.. byName[name.Replace('\\', '/')]]);
            if (!found.Any(earlier => earlier.Id == document.Id))
            {
                found.Add(document);
            }
        }

        return found;
    }

    private static DocumentRecord Only(string name, IReadOnlyList<DocumentRecord> candidates) => candidates switch
    {
        [var one] => one,
        [] => throw new AssistantException(
            "unknown_document", $"There is no document '{name}'.", "'assistant documents list' tells what there is."),
        _ => throw new AssistantException(
            "ambiguous_document",
            $"'{name}' stands in several collections: {string.Join(", ", candidates.Select(document => document.Collection))}.",
            "Give --collection, or the document's id."),
    };
}

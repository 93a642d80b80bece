namespace Assistant.Core;

/// <summary>One version of a document on its way into the index: what the index must know of it besides its passages.</summary>
/// <param name="DocumentId">The document.</param>
/// <param name="VersionId">This version: unique in the home, never used again.</param>
/// <param name="DocumentName">The name as people know it.</param>
/// <param name="Collection">The collection.</param>
/// <param name="ReadBy">The principals that may read it. An empty list means nobody and is refused by the index.</param>
/// <param name="Tags">The document's tags: a key may have several values.</param>
public sealed record DocumentVersion(
    string DocumentId,
    string VersionId,
    string DocumentName,
    string Collection,
    IReadOnlyList<string> ReadBy,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Tags);

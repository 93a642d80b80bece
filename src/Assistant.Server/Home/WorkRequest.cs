using System.Text.Json.Serialization;

namespace Assistant.Server.Home;

/// <summary>Work that changes a home. Plain values with absolute paths, so that another process can do it for the caller.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "verb")]
[JsonDerivedType(typeof(Ingest), "ingest")]
[JsonDerivedType(typeof(Delete), "delete")]
[JsonDerivedType(typeof(Retry), "retry")]
internal abstract record WorkRequest
{
    private WorkRequest()
    {
    }

    /// <summary>Take files and folders in.</summary>
    /// <param name="Paths">Absolute paths.</param>
    /// <param name="Collection">The collection.</param>
    /// <param name="ReadBy">The principals that may read the documents.</param>
    /// <param name="Tags">The documents' tags.</param>
    /// <param name="Mirror">Whether documents whose files are gone are deleted.</param>
    /// <param name="TextOnly">Whether it ends when text search is ready, without waiting for vectors.</param>
    internal sealed record Ingest(
        IReadOnlyList<string> Paths,
        string Collection,
        IReadOnlyList<string> ReadBy,
        Dictionary<string, IReadOnlyList<string>> Tags,
        bool Mirror,
        bool TextOnly) : WorkRequest;

    /// <summary>Delete documents.</summary>
    /// <param name="Documents">Ids or names.</param>
    /// <param name="Collection">Where names are looked for, or null for everywhere.</param>
    internal sealed record Delete(IReadOnlyList<string> Documents, string? Collection) : WorkRequest;

    /// <summary>Try documents again.</summary>
    /// <param name="Documents">Ids or names; empty for all that failed.</param>
    /// <param name="Collection">Where they are looked for, or null for everywhere.</param>
    internal sealed record Retry(IReadOnlyList<string> Documents, string? Collection) : WorkRequest;
}

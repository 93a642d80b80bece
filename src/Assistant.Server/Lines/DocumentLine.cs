using Assistant.Core;

namespace Assistant.Server.Lines;

/// <summary>Documents as the catalogue and the index know them.</summary>
internal sealed record DocumentList(IReadOnlyList<DocumentLine> Documents);

/// <summary>One document.</summary>
internal sealed record DocumentLine(
    string Id,
    string Collection,
    string Name,
    string State,
    string Vectors,
    string Step,
    int Attempts,
    string? Reason,
    int Passages,
    int? Pages,
    int Version,
    DateTimeOffset UpdatedAt,
    IReadOnlyList<string> ReadBy,
    string Title,
    string MediaType,
    long Bytes,
    string? Source,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Tags)
{
    /// <summary>The line of a document.</summary>
    /// <param name="record">What the catalogue knows.</param>
    /// <param name="published">What the index has of it, or null.</param>
    /// <param name="state">The state to tell instead of the record's, such as <c>deleted</c>.</param>
    public static DocumentLine Of(DocumentRecord record, PublishedDocument? published, string? state = null) => new(
        record.Id,
        record.Collection,
        record.Name,
        state ?? StateOf(record.State),
        VectorsOf(published),
        record.Step,
        record.Attempts,
        record.Reason,
        published?.Passages ?? record.Passages,
        record.Pages,
        record.Version,
        record.UpdatedAt,
        record.ReadBy,
        record.Title,
        record.MediaType,
        record.Bytes,
        record.SourcePath,
        record.Tags);

    private static string StateOf(DocumentState state) => state switch
    {
        DocumentState.Queued => "queued",
        DocumentState.Processing => "processing",
        DocumentState.Ready => "ready",
        _ => "failed",
    };

    // "none": there is nothing to have vectors of, or the index tells nothing of the document.
    private static string VectorsOf(PublishedDocument? published) => published switch
    {
        null or { Passages: 0 } => "none",
        _ when published.Vectors >= published.Passages => "ready",
        _ => "pending",
    };
}

using Assistant.Core;

namespace Assistant.Server.Lines;

/// <summary>How one document of an ingestion ended.</summary>
internal sealed record IngestLine(
    string Document,
    IngestStatus Status,
    int Passages,
    int? Pages,
    string? Reason,
    double ElapsedMs,
    string DocumentId,
    string Collection)
{
    /// <summary>The line of an outcome.</summary>
    public static IngestLine Of(IngestOutcome outcome, string collection) => new(
        outcome.Name,
        outcome.Status,
        outcome.Passages,
        outcome.Pages,
        outcome.Reason,
        Milliseconds.Of(outcome.Elapsed),
        outcome.DocumentId,
        collection);
}

/// <summary>The last line of an ingestion.</summary>
internal sealed record IngestEnd(IngestSummary Summary);

/// <summary>An ingestion in numbers.</summary>
/// <param name="Ready">Documents that text search sees now.</param>
/// <param name="Failed">Documents that could not be read.</param>
/// <param name="Unchanged">Documents that were there already.</param>
/// <param name="Deleted">Documents whose files are gone.</param>
/// <param name="Passages">Passages of the ready ones.</param>
/// <param name="ElapsedMs">The whole time, vectors included.</param>
internal sealed record IngestSummary(int Ready, int Failed, int Unchanged, int Deleted, int Passages, double ElapsedMs);

namespace Assistant.Ingestion.Reading.Pdf;

/// <summary>A page as lines in reading order.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Height">In points.</param>
/// <param name="Lines">Its lines; none where it has no text.</param>
/// <param name="Failure">Why it could not be read, or null.</param>
internal sealed record PdfPage(int Number, double Height, IReadOnlyList<PdfLine> Lines, Exception? Failure);

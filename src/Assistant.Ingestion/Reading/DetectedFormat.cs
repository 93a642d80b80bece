using System.Text;

namespace Assistant.Ingestion.Reading;

/// <summary>A format that was found by content, and who reads it.</summary>
/// <param name="Description">What it is, in words that fit behind "The".</param>
/// <param name="Reader">Reads it.</param>
internal sealed record DetectedFormat(string Description, IFormatReader Reader)
{
    /// <summary>The decoded text of a text format.</summary>
    public string Text { get; init; } = "";

    /// <summary>The encoding of a text format.</summary>
    public Encoding? Encoding { get; init; }
}

using System.Text;

namespace Assistant.Ingestion.Reading.Docx;

/// <summary>A paragraph while it is read.</summary>
internal sealed class DocxParagraph
{
    /// <summary>Its text so far.</summary>
    public StringBuilder Text { get; } = new();

    /// <summary>The id of its style, or null.</summary>
    public string? Style { get; set; }

    /// <summary>Its own outline level, from 0, or null for its style's.</summary>
    public int? OutlineLevel { get; set; }

    /// <summary>Its own list, or null for its style's.</summary>
    public string? NumberingId { get; set; }

    /// <summary>Its own level in the list, from 0, or null for its style's.</summary>
    public int? NumberingLevel { get; set; }

    /// <summary>Whether the run that is being read is hidden.</summary>
    public bool IsRunHidden { get; set; }
}

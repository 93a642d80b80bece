using System.Text;

namespace Assistant.Ingestion.Reading;

/// <summary>The bytes of one document on their way through a reader, with the limits that hold for it.</summary>
/// <param name="Bytes">The whole original.</param>
/// <param name="Name">The file's name as the caller gave it.</param>
/// <param name="Options">The limits.</param>
/// <param name="CancellationToken">Ends the reading; readers look at it in every loop over the document.</param>
internal sealed record SourceFile(ReadOnlyMemory<byte> Bytes, string Name, ReadingOptions Options, CancellationToken CancellationToken)
{
    /// <summary>The extension of the name in lower case, with its dot, or empty.</summary>
    public string Extension => Path.GetExtension(Name).ToLowerInvariant();

    /// <summary>The encoding that the text was found to be in; null for formats that are not text.</summary>
    public Encoding? Encoding { get; init; }

    /// <summary>The decoded text; empty for formats that are not text.</summary>
    public string Text { get; init; } = "";
}

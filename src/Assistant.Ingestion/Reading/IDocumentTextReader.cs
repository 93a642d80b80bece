namespace Assistant.Ingestion.Reading;

/// <summary>Turns a document of any known format into text. This is the border at which a sandboxed worker process will stand: a stream goes in, plain records come out.</summary>
public interface IDocumentTextReader
{
    /// <summary>Finds the type by content and reads.</summary>
    /// <param name="content">The bytes; must be seekable.</param>
    /// <param name="name">The file's name: a hint for the title and between text formats, never trusted for the type.</param>
    /// <param name="options">Limits and the password.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="Core.UnreadableDocumentException">There is no text to be had; the message says why.</exception>
    Task<ReadDocument> ReadAsync(Stream content, string name, ReadingOptions options, CancellationToken cancellationToken);
}

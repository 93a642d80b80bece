namespace Assistant.Ingestion.Reading;

/// <summary>Reads one format. Called on a thread of its own with a large stack; may block.</summary>
internal interface IFormatReader
{
    /// <summary>Turns the file into text.</summary>
    ReadDocument Read(SourceFile file);
}

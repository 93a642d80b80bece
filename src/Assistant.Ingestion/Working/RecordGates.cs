namespace Assistant.Ingestion.Working;

/// <summary>The gates that all parts of ingestion share; one writer of the home has one set. Taken in the order of the members, never the other way.</summary>
internal sealed class RecordGates
{
    /// <summary>By document id: held while a document is read, chunked and indexed.</summary>
    public KeyedGate Work { get; } = new();

    /// <summary>By document id: held for a short time, from reading a record to saving its change.</summary>
    public KeyedGate Record { get; } = new();

    /// <summary>By content hash: held while a record begins to refer to an original, or an original that none refers to is removed.</summary>
    public KeyedGate Original { get; } = new();
}

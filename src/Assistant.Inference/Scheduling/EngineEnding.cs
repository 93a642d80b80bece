namespace Assistant.Inference.Scheduling;

/// <summary>How an answer ended that did not fail.</summary>
internal enum EngineEnding
{
    /// <summary>The model ended its turn, the constraint left nothing more to write, or the reader had enough.</summary>
    Stop,

    /// <summary>A limit of tokens, of the context or of time.</summary>
    Length,
}

namespace Assistant.Inference.Tools;

/// <summary>What a model's output turned out to be.</summary>
internal enum OutputOutcome
{
    /// <summary>Words for a person.</summary>
    Text,

    /// <summary>Calls of tools, perhaps after some words.</summary>
    Calls,

    /// <summary>A call was tried and is none: it must neither run nor be shown.</summary>
    Error,
}

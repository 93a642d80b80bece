namespace Assistant.Inference;

/// <summary>The native libraries are not there or are the wrong ones, so no local model can run.</summary>
public sealed class LlamaUnavailableException(string reason, string hint) : LocalModelException($"{reason} {hint}")
{
    /// <summary>Why, as a sentence.</summary>
    public string Reason { get; } = reason;

    /// <summary>How to mend it.</summary>
    public string Hint { get; } = hint;
}

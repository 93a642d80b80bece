namespace Assistant.Inference.Wire;

/// <summary>The tokens of a request.</summary>
internal sealed record WireUsage
{
    /// <summary>Of the prompt.</summary>
    public long? PromptTokens { get; init; }

    /// <summary>Of the answer.</summary>
    public long? CompletionTokens { get; init; }

    /// <summary>Of both.</summary>
    public long? TotalTokens { get; init; }

    /// <summary>More about the prompt's.</summary>
    public WirePromptDetails? PromptTokensDetails { get; init; }
}

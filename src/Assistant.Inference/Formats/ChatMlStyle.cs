namespace Assistant.Inference.Formats;

/// <summary>In what the families that write ChatML differ.</summary>
internal sealed record ChatMlStyle
{
    /// <summary>The system text where the conversation has none; null for no system message at all.</summary>
    public string? DefaultSystem { get; init; }

    /// <summary>Whether tools, calls and results are told, in Qwen's form. Else tools and calls are left out and results are turns of their own.</summary>
    public bool ShowsTools { get; init; }

    /// <summary>Whether thoughts of earlier answers are taken out and a last answer gets an empty one.</summary>
    public bool Thinks { get; init; }

    /// <summary>The tags that are tokens of their own in the family's vocabulary.</summary>
    public IReadOnlyList<string> ToolTokens { get; init; } = [];
}

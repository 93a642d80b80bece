namespace Assistant.Inference.Wire;

/// <summary>An answer, or one event of a stream.</summary>
internal sealed record ChatCompletion
{
    /// <summary>The answer's name.</summary>
    public string? Id { get; init; }

    /// <summary><c>chat.completion</c> or <c>chat.completion.chunk</c>.</summary>
    public string? Object { get; init; }

    /// <summary>When it began, in seconds since 1970.</summary>
    public long? Created { get; init; }

    /// <summary>The model's name.</summary>
    public string? Model { get; init; }

    /// <summary>The one answer; none in the event that tells the tokens.</summary>
    public IReadOnlyList<WireChoice>? Choices { get; init; }

    /// <summary>The tokens.</summary>
    public WireUsage? Usage { get; init; }

    /// <summary>What broke a stream off.</summary>
    public WireError? Error { get; init; }
}

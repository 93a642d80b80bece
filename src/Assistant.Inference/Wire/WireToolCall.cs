namespace Assistant.Inference.Wire;

/// <summary>A call of a tool, or a piece of one.</summary>
internal sealed record WireToolCall
{
    /// <summary>Which call of the answer, in pieces of a stream.</summary>
    public int? Index { get; init; }

    /// <summary>The call's name, by which its result is told.</summary>
    public string? Id { get; init; }

    /// <summary>Always <c>function</c>.</summary>
    public string? Type { get; init; }

    /// <summary>What is called and with what.</summary>
    public WireCalledFunction? Function { get; init; }
}

namespace Assistant.Inference.Wire;

/// <summary>The vector of one text.</summary>
internal sealed record WireEmbedding
{
    /// <summary>Always <c>embedding</c>.</summary>
    public string? Object { get; init; }

    /// <summary>The text's place in the request.</summary>
    public int Index { get; init; }

    /// <summary>The vector.</summary>
    public WireVector? Embedding { get; init; }

    /// <summary>Our own: the end of the text was not read.</summary>
    public bool? Truncated { get; init; }
}

namespace Assistant.Inference.Wire;

/// <summary>A model that can be asked for.</summary>
internal sealed record ModelCard
{
    /// <summary>Its name.</summary>
    public string? Id { get; init; }

    /// <summary>Always <c>model</c>.</summary>
    public string? Object { get; init; }

    /// <summary>When its file was written, in seconds since 1970.</summary>
    public long? Created { get; init; }

    /// <summary>Always <c>assistant</c>.</summary>
    public string? OwnedBy { get; init; }

    /// <summary>Our own: <c>chat</c>, <c>embedding</c> or <c>rerank</c>.</summary>
    public string? Kind { get; init; }

    /// <summary>Our own: the context in tokens, prompt and answer together.</summary>
    public int? ContextTokens { get; init; }

    /// <summary>Our own: whether it is taken where a request names no model.</summary>
    public bool? IsDefault { get; init; }
}

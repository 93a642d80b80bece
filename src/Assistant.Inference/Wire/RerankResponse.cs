namespace Assistant.Inference.Wire;

/// <summary>The scores of the texts, best first.</summary>
internal sealed record RerankResponse
{
    /// <summary>The model's name.</summary>
    public string? Model { get; init; }

    /// <summary>Always <c>list</c>.</summary>
    public string? Object { get; init; }

    /// <summary>The tokens.</summary>
    public WireUsage? Usage { get; init; }

    /// <summary>The scores.</summary>
    public IReadOnlyList<RerankResult>? Results { get; init; }
}

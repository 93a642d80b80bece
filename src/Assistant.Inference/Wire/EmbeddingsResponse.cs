namespace Assistant.Inference.Wire;

/// <summary>The vectors of the texts.</summary>
internal sealed record EmbeddingsResponse
{
    /// <summary>Always <c>list</c>.</summary>
    public string? Object { get; init; }

    /// <summary>One for each text.</summary>
    public IReadOnlyList<WireEmbedding>? Data { get; init; }

    /// <summary>The model's name.</summary>
    public string? Model { get; init; }

    /// <summary>The tokens.</summary>
    public WireUsage? Usage { get; init; }
}

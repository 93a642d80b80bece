namespace Assistant.Inference.Wire;

/// <summary>The body of <c>/v1/rerank</c>, in the form of Jina and Cohere.</summary>
internal sealed record RerankRequest
{
    /// <summary>The model's name; null for the reranker in use.</summary>
    public string? Model { get; init; }

    /// <summary>What is asked.</summary>
    public string? Query { get; init; }

    /// <summary>The texts.</summary>
    public IReadOnlyList<RerankDocument>? Documents { get; init; }

    /// <summary>How many of the best are told; null for all.</summary>
    public int? TopN { get; init; }
}

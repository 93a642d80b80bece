namespace Assistant.Inference.Wire;

/// <summary>The score of one text.</summary>
internal sealed record RerankResult
{
    /// <summary>The text's place in the request.</summary>
    public int Index { get; init; }

    /// <summary>The model's raw logit, as llama.cpp's server gives it; larger is better.</summary>
    public float RelevanceScore { get; init; }

    /// <summary>Our own: the tokens of query and text as they were read.</summary>
    public int? Tokens { get; init; }

    /// <summary>Our own: the end of the text was not read.</summary>
    public bool? Truncated { get; init; }
}

namespace Assistant.Inference.Reranking;

/// <summary>How well a text answers a query.</summary>
/// <param name="Score">The model's raw logit; larger is better.</param>
/// <param name="Tokens">How many tokens query and text had together, as the model read them.</param>
/// <param name="IsTruncated">Whether the end of the text was not read.</param>
public readonly record struct RerankScore(float Score, int Tokens, bool IsTruncated);

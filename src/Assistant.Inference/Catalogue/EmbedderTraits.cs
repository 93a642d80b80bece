namespace Assistant.Inference.Catalogue;

/// <summary>How an embedder reads texts.</summary>
/// <param name="Dimensions">The length of its vectors.</param>
/// <param name="Pooling">How the vectors of tokens become one: <c>mean</c>, <c>cls</c> or <c>last</c>.</param>
/// <param name="QueryPrefix">What is put before a question; empty for nothing.</param>
/// <param name="PassagePrefix">What is put before a passage; empty for nothing.</param>
public sealed record EmbedderTraits(int Dimensions, string Pooling, string QueryPrefix, string PassagePrefix);

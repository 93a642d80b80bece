namespace Assistant.Inference.Embeddings;

/// <summary>A text as the embedder reads it.</summary>
/// <param name="Index">Its place in the request.</param>
/// <param name="Tokens">Its tokens with the marks at both ends.</param>
/// <param name="IsTruncated">Whether its end was cut off.</param>
internal sealed record EmbeddingText(int Index, int[] Tokens, bool IsTruncated);

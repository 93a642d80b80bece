using Assistant.Core;
using Assistant.Inference;
using Assistant.Inference.Embeddings;
using Assistant.Inference.Gguf;
using Microsoft.Extensions.Options;

namespace Assistant.Server.Composition;

/// <summary>Counts the embedder's tokens in managed code; the vocabulary is read when the first text is counted.</summary>
/// <param name="embedder">Tells which file the embedder is.</param>
/// <param name="options">How much of a text is read.</param>
internal sealed class EmbedderTokenCounter(LocalEmbeddingGenerator embedder, IOptions<LocalModelsOptions> options) : ITokenCounter
{
    private static readonly string Shipped = Path.Combine(AppContext.BaseDirectory, "Models", "all-MiniLM-L6-v2-Q8_0.gguf");

    private readonly Lazy<EmbedderTokens> tokens = new(() => Open(embedder.Path, options.Value.EmbedderTokens));

    /// <inheritdoc/>
    public int MaxTokens => tokens.Value.MaxTokens;

    /// <inheritdoc/>
    public int Count(ReadOnlySpan<char> text) => tokens.Value.Count(text);

    private static EmbedderTokens Open(string path, int mostTokens)
    {
        try
        {
            return EmbedderTokens.Open(path, mostTokens);
        }
        catch (InvalidModelFileException) when (path != Shipped)
        {
            // Embedders with another kind of vocabulary (Gemma's, Qwen's) read at least twice as many tokens, and their larger
            // vocabularies need fewer for the same words; the shipped one's count is then a safe upper bound for where to cut.
            // A file that can't be read at all is told where it is loaded, and by 'assistant doctor'.
            return EmbedderTokens.Open(Shipped, mostTokens);
        }
    }
}

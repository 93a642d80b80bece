using Assistant.Core;
using Assistant.Inference.Embeddings;
using Assistant.Inference.Gguf;
using Assistant.Inference.Tokenizers;

namespace Assistant.Server.Composition;

/// <summary>Counts the embedder's tokens in managed code; the vocabulary is read when the first text is counted.</summary>
/// <param name="embedder">Tells which file the embedder is.</param>
internal sealed class EmbedderTokenCounter(LocalEmbeddingGenerator embedder) : ITokenCounter
{
    // MiniLM was trained on 256 tokens, [CLS] and [SEP] included.
    private const int ContentTokens = 254;

    private static readonly string Shipped = Path.Combine(AppContext.BaseDirectory, "Models", "all-MiniLM-L6-v2-Q8_0.gguf");

    private readonly Lazy<WordPieceTokenizer> tokenizer = new(() => Open(embedder.Path));

    /// <inheritdoc/>
    public int MaxTokens => ContentTokens;

    /// <inheritdoc/>
    public int Count(ReadOnlySpan<char> text) => tokenizer.Value.Count(text);

    private static WordPieceTokenizer Open(string path)
    {
        var file = GgufFile.Open(path);

        // Embedders with another kind of vocabulary (e5: XLM-RoBERTa's) read at least twice as many tokens, and their larger
        // vocabularies need fewer for the same words; the shipped one's count is then a safe upper bound for where to cut.
        return WordPieceTokenizer.FromGguf(file.TokenizerModel == "bert" ? file : GgufFile.Open(Shipped));
    }
}

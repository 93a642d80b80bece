using Assistant.Inference.Gguf;
using Assistant.Inference.Tokenizers;

namespace Assistant.Inference.Embeddings;

/// <summary>Measures texts in the tokens of an embedder, in managed code: also where the native libraries are missing.</summary>
/// <remarks>Immutable and safe from many threads.</remarks>
public sealed class EmbedderTokens
{
    // [CLS] and [SEP], or <s> and </s>.
    private const int Marks = 2;

    private readonly WordPieceTokenizer? words;
    private readonly UnigramTokenizer? pieces;

    private EmbedderTokens(GgufFile file, int mostTokens)
    {
        (words, pieces) = file.TokenizerModel switch
        {
            "bert" => (WordPieceTokenizer.FromGguf(file), (UnigramTokenizer?)null),
            "t5" => (null, UnigramTokenizer.FromGguf(file)),
            _ => throw new InvalidModelFileException(file.Path, $"tokens of the kind '{file.TokenizerModel ?? "none"}' can't be counted without the native libraries."),
        };

        var family = EmbedderFamily.Of(file, mostTokens);
        MaxTokens = Math.Max(1, family.MaxTokens - Marks - Count(family.PassagePrefix));
    }

    /// <summary>How many tokens of a passage the embedder reads: all it has places for, less the marks and the words that it wants before a passage.</summary>
    public int MaxTokens { get; }

    /// <summary>Reads the vocabulary of an embedder, not its weights.</summary>
    /// <param name="path">Its GGUF file, with a WordPiece (BERT) or a unigram (XLM-RoBERTa) vocabulary.</param>
    /// <param name="mostTokens">The setting <see cref="LocalModelsOptions.EmbedderTokens"/>.</param>
    /// <exception cref="InvalidModelFileException">The file can't be read, or has a vocabulary of another kind.</exception>
    public static EmbedderTokens Open(string path, int mostTokens = LocalModelsOptions.DefaultEmbedderTokens) => new(GgufFile.Open(path), mostTokens);

    /// <summary>How many tokens a text has, without marks.</summary>
    public int Count(ReadOnlySpan<char> text) => words?.Count(text) ?? pieces!.Count(text);
}

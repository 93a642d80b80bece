using Assistant.Inference.Gguf;

namespace Assistant.Benchmarks.Engine;

/// <summary>Texts of an exact number of tokens: words that the embedder's vocabulary has whole.</summary>
internal sealed class EmbeddingTexts
{
    // How GGUF marks a WordPiece token that starts a word.
    private const char WordStart = '▁';

    private readonly List<string> words;

    /// <summary>Reads the vocabulary of an embedder.</summary>
    public EmbeddingTexts(string path) => words =
        [.. GgufFile.Open(path).Tokens.Where(token => token.Length > 4 && token[0] == WordStart && token.Skip(1).All(char.IsAsciiLetterLower)).Select(token => token[1..])];

    /// <summary>Texts that have so many tokens with the marks at both ends.</summary>
    public List<string> Make(int seed, int count, int tokens)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, count).Select(_ => string.Join(' ', Enumerable.Range(0, tokens - 2).Select(_ => words[random.Next(words.Count)])))];
    }
}

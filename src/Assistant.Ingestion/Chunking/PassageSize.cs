using Assistant.Core;

namespace Assistant.Ingestion.Chunking;

/// <summary>How long passages are, and how the length of a text is measured.</summary>
internal sealed class PassageSize
{
    // MiniLM reads 256 tokens, two of them special, and its makers trained on 128; around 200 keeps a paragraph or two whole.
    private const int Longest = 250, Aim = 200;

    // The densest prose has about 8 characters a token. Past 12 it is no prose (one WordPiece token stands for any word over 100
    // characters), and counting it by its characters keeps a passage readable: 3,000 at most.
    private const int CharactersPerToken = 12;

    private readonly ITokenCounter tokens;

    public PassageSize(ITokenCounter tokens)
    {
        this.tokens = tokens;
        Max = Math.Max(8, Math.Min(Longest, tokens.MaxTokens));
        Target = Math.Min(Aim, Max * 4 / 5);
    }

    /// <summary>The most that a passage may cost.</summary>
    public int Max { get; }

    /// <summary>What a passage should cost.</summary>
    public int Target { get; }

    /// <summary>Below this a passage is too small to stand alone where it has a neighbour to join.</summary>
    public int Tiny => Target / 4;

    /// <summary>How much of a passage the next one may repeat where the text runs on: 15 % of the most.</summary>
    public int Overlap => Max * 15 / 100;

    /// <summary>The cost of a text. Adds up over parts that white space separates.</summary>
    public int Of(ReadOnlySpan<char> text) => Math.Max(tokens.Count(text), (text.Length + CharactersPerToken - 1) / CharactersPerToken);
}

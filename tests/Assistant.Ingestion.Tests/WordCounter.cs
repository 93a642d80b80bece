using Assistant.Core;

namespace Assistant.Ingestion.Tests;

/// <summary>Counts a token for every four units of a word, and one for every ideograph: near to what WordPiece gives, and simple to reckon with.</summary>
internal sealed class WordCounter(int maxTokens = 254) : ITokenCounter
{
    public int MaxTokens => maxTokens;

    public int Count(ReadOnlySpan<char> text)
    {
        var tokens = 0;
        var run = 0;
        foreach (var unit in text)
        {
            var isIdeograph = unit is >= '\u3000' and <= '\u9FFF';
            if (isIdeograph || char.IsWhiteSpace(unit))
            {
                tokens += (run + 3) / 4 + (isIdeograph ? 1 : 0);
                run = 0;
            }
            else
            {
                run++;
            }
        }

        return tokens + (run + 3) / 4;
    }
}

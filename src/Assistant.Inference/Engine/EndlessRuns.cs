using System.Globalization;

namespace Assistant.Inference.Engine;

/// <summary>
/// Cuts words, blanks and rows of signs that no language has. llama.cpp splits text for byte-level vocabularies with
/// std::regex, which calls itself once for each character that it matches: some ten thousand of one kind in a row overflow the stack
/// and end the process (seen with Tekken's expression and v0.5.0).
/// </summary>
internal static class EndlessRuns
{
    /// <summary>The longest run that stays whole, in UTF-16 units.</summary>
    public const int Longest = 512;

    // Some vocabularies (BLOOM's and its kin) take all up to the next blank as one word.
    private const int LongestWithoutBlank = 4 * Longest;

    private enum Kind
    {
        Word,
        Number,
        Blank,
        Sign,
    }

    /// <summary>The text in parts that are to be tokenized one by one; nearly always one.</summary>
    public static List<string> Cut(string text)
    {
        List<string> parts = [];
        var partStart = 0;
        var runStart = 0;
        var stretchStart = 0;
        var run = Kind.Word;
        for (var position = 0; position < text.Length; position++)
        {
            var kind = KindOf(text, position);
            if (kind != run)
            {
                (run, runStart) = (kind, position);
            }

            if (kind == Kind.Blank)
            {
                stretchStart = position + 1;
            }

            if ((position - runStart >= Longest || position - stretchStart >= LongestWithoutBlank) && !char.IsLowSurrogate(text[position]))
            {
                parts.Add(text[partStart..position]);
                (partStart, runStart, stretchStart) = (position, position, position);
            }
        }

        parts.Add(text[partStart..]);
        return parts;
    }

    private static Kind KindOf(string text, int position)
    {
        var letter = text[position];
        if (char.IsWhiteSpace(letter))
        {
            return Kind.Blank;
        }

        // Both halves of a pair count as what the pair is.
        var category = char.IsLowSurrogate(letter) && position > 0 && char.IsHighSurrogate(text[position - 1])
            ? CharUnicodeInfo.GetUnicodeCategory(text, position - 1)
            : CharUnicodeInfo.GetUnicodeCategory(text, position);
        return category switch
        {
            <= UnicodeCategory.EnclosingMark => Kind.Word,
            <= UnicodeCategory.OtherNumber => Kind.Number,
            _ => Kind.Sign,
        };
    }
}

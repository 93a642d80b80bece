using UglyToad.PdfPig.Content;

namespace Assistant.Ingestion.Reading.Pdf;

/// <summary>Puts text that is written from right to left into the order in which it is read.</summary>
internal static class RightToLeft
{
    /// <summary>Whether a letter is of a script that runs from right to left: Hebrew, Arabic, Syriac, Thaana, NKo and their presentation forms.</summary>
    public static bool IsStrong(char c) => c is >= '\u0590' and <= '\u08FF' or >= '\uFB1D' and <= '\uFDFF' or >= '\uFE70' and <= '\uFEFC';

    /// <summary>The letters of one word in reading order; numbers and Latin runs inside keep theirs.</summary>
    public static IReadOnlyList<Letter> InLogicalOrder(IReadOnlyList<Letter> letters)
    {
        // A glyph may stand for several letters, also of both directions, which are in their order already: what most glyphs are decides.
        var rightToLeft = letters.Count(letter => letter.Value.Any(IsStrong));
        if (rightToLeft == 0 || rightToLeft < letters.Count(letter => letter.Value.Length > 0 && letter.Value.All(char.IsAsciiLetter)))
        {
            return letters;
        }

        var turned = letters.OrderByDescending(letter => letter.StartBaseLine.X + letter.EndBaseLine.X).ToList();
        for (var start = 0; start < turned.Count; start++)
        {
            var end = start;
            while (end < turned.Count && turned[end].Value.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or ',' or '/' or ':' or '-') && turned[end].Value.Length > 0)
            {
                end++;
            }

            if (end > start + 1)
            {
                turned.Reverse(start, end - start);
            }

            start = Math.Max(start, end - 1);
        }

        return turned;
    }

    /// <summary>The words of one line, given from left to right, in reading order.</summary>
    public static void OrderLine(List<PdfWord> words)
    {
        if (words.Count(word => word.IsRightToLeft) * 2 <= words.Count)
        {
            return;
        }

        words.Reverse();
        for (var start = 0; start < words.Count; start++)
        {
            var end = start;
            while (end < words.Count && !words[end].IsRightToLeft)
            {
                end++;
            }

            if (end > start + 1)
            {
                words.Reverse(start, end - start);
            }

            start = Math.Max(start, end - 1);
        }
    }
}

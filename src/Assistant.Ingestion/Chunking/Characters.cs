using System.Globalization;

namespace Assistant.Ingestion.Chunking;

/// <summary>Borders between characters as people see them: never inside a surrogate pair, an accent's letter or an emoji.</summary>
internal static class Characters
{
    // A real character has a few units, an emoji family eleven. Longer ones are made to do harm, and may be cut between code points.
    private const int LongestCharacter = 64;

    /// <summary>The last border in (start, limit]; limit is inside the text.</summary>
    public static int BorderBefore(string text, int start, int limit)
    {
        if (limit >= text.Length)
        {
            return text.Length;
        }

        var from = SureBorderBefore(text, start, limit);
        var border = from;
        while (border < limit)
        {
            var length = StringInfo.GetNextTextElementLength(text.AsSpan(border, Math.Min(LongestCharacter * 3, text.Length - border)));
            if (border + length > limit)
            {
                break;
            }

            border += length;
        }

        if (border > start)
        {
            return border;
        }

        var atPair = char.IsLowSurrogate(text[limit]) && char.IsHighSurrogate(text[limit - 1]) ? limit - 1 : limit;
        return atPair > start ? atPair : limit + 1;
    }

    // Nothing joins to the left of a plain letter or an ideograph, so segmenting may begin there. Flags need their run's beginning.
    private static int SureBorderBefore(string text, int start, int limit)
    {
        for (var at = limit - 1; at > start; at--)
        {
            if (text[at] is (>= ' ' and <= '~') or (>= '\u3041' and <= '\u3096') or (>= '\u30A1' and <= '\u30FA') or (>= '\u3400' and <= '\u9FFF'))
            {
                return at;
            }
        }

        return start;
    }
}

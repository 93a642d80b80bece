using System.Text;

namespace Assistant.Ingestion.Reading;

/// <summary>Text as it may be stored: no control characters but line breaks and tabs, no halves of surrogate pairs, and blanks in order.</summary>
internal static class CleanText
{
    /// <summary>One line: every run of white space becomes one blank, none at the ends.</summary>
    public static string OneLine(ReadOnlySpan<char> text) => Clean(text, keepLines: false, keepBlanks: false);

    /// <summary>Running text: line breaks stay, blanks within a line become one, none at a line's ends.</summary>
    public static string Lines(ReadOnlySpan<char> text) => Clean(text, keepLines: true, keepBlanks: false);

    /// <summary>Preformatted text: line breaks, tabs and runs of blanks stay.</summary>
    public static string Preformatted(ReadOnlySpan<char> text) => Clean(text, keepLines: true, keepBlanks: true);

    private static string Clean(ReadOnlySpan<char> text, bool keepLines, bool keepBlanks)
    {
        StringBuilder clean = new(text.Length);
        var pendingBlank = false;
        for (var at = 0; at < text.Length; at++)
        {
            var c = text[at];
            if (c == '\r')
            {
                if (at + 1 < text.Length && text[at + 1] == '\n')
                {
                    continue;
                }

                c = '\n';
            }

            // U+0085 and U+2028/9 are line breaks too; a form feed or a vertical tab parts lines as well.
            if (c is '\u0085' or '\u2028' or '\u2029' or '\f' or '\v')
            {
                c = '\n';
            }

            if (c == '\n' && keepLines)
            {
                while (clean.Length > 0 && clean[^1] is ' ' or '\t')
                {
                    clean.Length--;
                }

                pendingBlank = false;
                clean.Append('\n');
                continue;
            }

            if (c == '\n' || (char.IsWhiteSpace(c) && !keepBlanks))
            {
                pendingBlank = true;
                continue;
            }

            // A zero-width no-break space inside text is a byte order mark that someone glued in.
            if ((char.IsControl(c) && c != '\t') || c == '\uFEFF')
            {
                continue;
            }

            if (pendingBlank && clean.Length > 0 && clean[^1] != '\n')
            {
                clean.Append(' ');
            }

            pendingBlank = false;
            if (char.IsSurrogate(c))
            {
                if (char.IsHighSurrogate(c) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]))
                {
                    clean.Append(c).Append(text[++at]);
                }
                else
                {
                    clean.Append('\uFFFD');
                }

                continue;
            }

            clean.Append(c);
        }

        return keepBlanks ? TrimBlankLines(clean.ToString()) : clean.ToString().Trim();
    }

    // The first line of code keeps its indent, so only whole blank lines go.
    private static string TrimBlankLines(string text)
    {
        var start = 0;
        for (var at = 0; at < text.Length && char.IsWhiteSpace(text[at]); at++)
        {
            if (text[at] == '\n')
            {
                start = at + 1;
            }
        }

        return text[start..].TrimEnd();
    }
}

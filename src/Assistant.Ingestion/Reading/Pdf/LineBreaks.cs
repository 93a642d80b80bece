using System.Buffers;
using System.Text;

namespace Assistant.Ingestion.Reading.Pdf;

/// <summary>Joins the lines of a paragraph and mends words that were parted at a line's end.</summary>
internal sealed class LineBreaks
{
    private static readonly SearchValues<char> WordEnds = SearchValues.Create(" .,;:!?)");

    private readonly HashSet<string> words = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Learns the words of the document: they decide whether a hyphen at a line's end belongs to the word.</summary>
    public LineBreaks(IEnumerable<PdfLine> lines)
    {
        foreach (var line in lines)
        {
            foreach (var range in line.Text.AsSpan().Split(' '))
            {
                words.Add(line.Text[range].Trim('.', ',', ';', ':', '(', ')', '"', '“', '”', '!', '?'));
            }
        }
    }

    /// <summary>One paragraph out of its lines.</summary>
    public string Join(IEnumerable<string> lines)
    {
        StringBuilder text = new();
        foreach (var line in lines)
        {
            if (text.Length == 0)
            {
                text.Append(line);
            }
            else if (text[^1] is '\u00AD')
            {
                text.Length--;
                text.Append(line);
            }
            else if (text[^1] is '-' or '\u2010' && text.Length > 1 && char.IsLetter(text[^2]) && line.Length > 0 && char.IsLetter(line[0]))
            {
                JoinAtHyphen(text, line);
            }
            else
            {
                // Scripts without blanks between words have none at line ends.
                text.Append(IsCjk(text[^1]) && line.Length > 0 && IsCjk(line[0]) ? "" : " ").Append(line);
            }
        }

        return text.ToString();
    }

    private void JoinAtHyphen(StringBuilder text, string line)
    {
        var end = line.AsSpan().IndexOfAny(WordEnds);
        var tail = line[..(end < 0 ? line.Length : end)];
        var start = text.Length - 1;
        while (start > 0 && char.IsLetter(text[start - 1]))
        {
            start--;
        }

        var head = text.ToString(start, text.Length - 1 - start);

        // What the document writes elsewhere decides; else a capital behind the hyphen keeps it (Anglo-American), a small letter does not.
        var keeps = !words.Contains(head + tail) && (words.Contains($"{head}-{tail}") || !char.IsLower(line[0]) || (start > 0 && text[start - 1] == '-'));
        if (!keeps)
        {
            text.Length--;
        }

        text.Append(line);
    }

    private static bool IsCjk(char c) => c is >= '\u2E80' and <= '\u9FFF' or >= '\uAC00' and <= '\uD7AF' or >= '\uF900' and <= '\uFAFF' or >= '\uFF00' and <= '\uFFEF';
}

using System.Buffers;
using System.Text.RegularExpressions;

namespace Assistant.Ingestion.Reading.PlainText;

/// <summary>Reads plain text: paragraphs end at blank lines, marked lines are list items.</summary>
internal sealed partial class PlainTextReader : IFormatReader
{
    private static readonly SearchValues<char> LineEnds = SearchValues.Create("\n\r\f\u0085\u2028\u2029");

    /// <inheritdoc/>
    public ReadDocument Read(SourceFile file)
    {
        DocumentText document = new(file);
        Append(document, file.Text, page: null);
        return document.Build("text/plain");
    }

    /// <summary>Adds the paragraphs and items of a text.</summary>
    public static void Append(DocumentText document, ReadOnlySpan<char> text, int? page)
    {
        // A block is a range of the text from its first line; lines are never copied one by one, since a text may have a hundred megabytes.
        var (start, kind) = (-1, BlockKind.Paragraph);
        var at = 0;
        while (at < text.Length)
        {
            var length = text[at..].IndexOfAny(LineEnds);
            var end = length < 0 ? text.Length : at + length;
            var line = text[at..end];
            var isItem = ItemMark().IsMatch(line[..Math.Min(line.Length, 64)]);
            var endsBefore = line.IsWhiteSpace() || isItem;
            if (start >= 0 && endsBefore)
            {
                document.Add(kind, text[start..at], page);
                start = -1;
            }

            if (start < 0 && !line.IsWhiteSpace())
            {
                start = at;
                kind = isItem ? BlockKind.ListItem : BlockKind.Paragraph;
            }

            if (end < text.Length && text[end] == '\f' && start >= 0)
            {
                document.Add(kind, text[start..end], page);
                start = -1;
            }

            at = end + 1;
            if (end + 1 < text.Length && text[end] == '\r' && text[end + 1] == '\n')
            {
                at++;
            }
        }

        if (start >= 0)
        {
            document.Add(kind, text[start..], page);
        }
    }

    [GeneratedRegex(@"^[ \t]*([-*+•‣◦▪–]|\(?(\d{1,3}|[A-Za-z])[.)])[ \t]+\S", RegexOptions.CultureInvariant)]
    private static partial Regex ItemMark();
}

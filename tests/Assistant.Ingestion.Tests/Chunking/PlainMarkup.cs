using System.Text.RegularExpressions;
using Assistant.Ingestion.Reading;

namespace Assistant.Ingestion.Tests.Chunking;

/// <summary>A small reader for tests: <c># heading</c>, <c>- item</c>, <c>a | b</c> rows, code after four blanks, a form feed for a new page, else paragraphs.</summary>
internal static partial class PlainMarkup
{
    public static ReadDocument Read(string text, string title = "Some title")
    {
        List<Block> blocks = [];
        List<(int Level, string Heading)> path = [];
        int? page = text.Contains('\f', StringComparison.Ordinal) ? 1 : null;
        var position = 0;
        foreach (var match in Paragraph().EnumerateMatches(text))
        {
            page += text.AsSpan(position, match.Index - position).Count('\f');
            position = match.Index;
            var words = text.Substring(match.Index, match.Length);
            var level = words.Length - words.TrimStart('#').Length;
            if (level > 0)
            {
                path.RemoveAll(heading => heading.Level >= level);
                path.Add((level, words[level..].Trim()));
            }

            var kind = level > 0 ? BlockKind.Heading
                : words.StartsWith("    ", StringComparison.Ordinal) ? BlockKind.Code
                : words.StartsWith("- ", StringComparison.Ordinal) ? BlockKind.ListItem
                : words.Contains(" | ", StringComparison.Ordinal) ? BlockKind.TableRow
                : BlockKind.Paragraph;
            blocks.Add(new(kind, match.Index, match.Index + match.Length, [.. path.Select(heading => heading.Heading)], page));
        }

        return new(title, text, blocks, "text/plain") { Pages = page is null ? null : text.Count(unit => unit == '\f') + 1 };
    }

    [GeneratedRegex(@"(?<=^|\n|\f)[^\n\f]+(?:\n(?![#\n-])(?![^\n\f]*\|)[^\n\f]+)*")]
    private static partial Regex Paragraph();
}

using System.Collections.Frozen;
using System.Text;

namespace Assistant.Ingestion.Reading.Html;

/// <summary>Bounds how deep the tags of a page nest, before it is parsed.</summary>
/// <remarks>
/// The parser bounds its tree at 511 levels, as browsers do, but looks through all open elements at each tag: 20,000 nested ones took it
/// 11 seconds, and ten times as many would take a hundred times as long. Tags past the limit are left out; their text stays.
/// </remarks>
internal static class TagNesting
{
    /// <summary>The deepest level that is kept, well past the parser's own.</summary>
    public const int Deepest = 1000;

    // Elements that are never closed, or need not be, would seem to nest where they stand side by side.
    private static readonly FrozenSet<string> Uncounted = FrozenSet.ToFrozenSet(
        [
            "area", "base", "body", "br", "caption", "col", "colgroup", "dd", "dt", "embed", "head", "hr", "html", "img", "input", "li", "link", "meta",
            "optgroup", "option", "p", "param", "rb", "rp", "rt", "rtc", "source", "tbody", "td", "tfoot", "th", "thead", "tr", "track", "wbr",
        ],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>The markup without the tags that lie too deep; nearly always the same string.</summary>
    public static string Limit(string markup, CancellationToken cancellationToken)
    {
        StringBuilder? kept = null;
        var (depth, copied) = (0, 0);
        for (var at = markup.IndexOf('<'); at >= 0; at = markup.IndexOf('<', at + 1))
        {
            if ((at & 0xFFF) == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            var isEnd = at + 1 < markup.Length && markup[at + 1] == '/';
            if (!IsCounted(NameAt(markup, at + (isEnd ? 2 : 1))))
            {
                continue;
            }

            var isTooDeep = depth > Deepest || (depth == Deepest && !isEnd);
            depth = isEnd ? Math.Max(0, depth - 1) : depth + 1;
            if (isTooDeep)
            {
                (kept ??= new(markup.Length)).Append(markup, copied, at - copied).Append(' ');
                copied = EndOf(markup, at);
                at = copied - 1;
            }
        }

        return kept is null ? markup : kept.Append(markup, copied, markup.Length - copied).ToString();
    }

    private static ReadOnlySpan<char> NameAt(string markup, int start)
    {
        var end = start;
        while (end < markup.Length && char.IsAsciiLetterOrDigit(markup[end]))
        {
            end++;
        }

        return markup.AsSpan(start, end - start);
    }

    private static bool IsCounted(ReadOnlySpan<char> name) =>
        name.Length > 0 && char.IsAsciiLetter(name[0]) && !Uncounted.GetAlternateLookup<ReadOnlySpan<char>>().Contains(name);

    // Just after the tag: a quoted value may hold the sign that ends it.
    private static int EndOf(string markup, int start)
    {
        char? quote = null;
        for (var at = start; at < markup.Length; at++)
        {
            var c = markup[at];
            if (quote is not null)
            {
                quote = c == quote ? null : quote;
            }
            else if (c is '"' or '\'')
            {
                quote = c;
            }
            else if (c == '>')
            {
                return at + 1;
            }
        }

        return markup.Length;
    }
}

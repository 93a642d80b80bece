using System.Buffers;
using System.Text;

namespace Assistant.Ingestion.Reading.Markdown;

/// <summary>Takes the marks of site generators out of Markdown: Liquid, Nunjucks and Hugo tags, and attribute lists of kramdown.</summary>
/// <remarks>Code keeps them, since there they are what the text is about.</remarks>
internal static class Shortcodes
{
    // A tag that does not end within this many characters is no tag but stray braces.
    private const int MaxTag = 1000;
    private const int MaxBlock = 100_000;

    private static readonly SearchValues<char> AddressMarks = SearchValues.Create("/.\"'=|{}<>");

    /// <summary>The text without them.</summary>
    public static string Remove(string text)
    {
        if (!text.Contains("{%", StringComparison.Ordinal) && !text.Contains("{{", StringComparison.Ordinal) && !text.Contains("{:", StringComparison.Ordinal))
        {
            return text;
        }

        StringBuilder rest = new(text.Length);
        string? fence = null;
        var at = 0;
        while (at < text.Length)
        {
            var isLineStart = at == 0 || text[at - 1] == '\n';
            if (isLineStart)
            {
                var line = LineAt(text, at);
                if (FenceOf(line) is { } mark && (fence is null || (mark[0] == fence[0] && mark.Length >= fence.Length)))
                {
                    fence = fence is null ? mark : null;
                    rest.Append(text, at, line.Length);
                    at += line.Length;
                    continue;
                }

                if (fence is not null)
                {
                    rest.Append(text, at, line.Length);
                    at += line.Length;
                    continue;
                }
            }

            at = text[at] switch
            {
                '`' => CopyCode(text, at, rest),
                '{' => SkipTag(text, at, rest),
                _ => Copy(text, at, rest),
            };
        }

        return rest.ToString();
    }

    private static int Copy(string text, int at, StringBuilder rest)
    {
        rest.Append(text[at]);
        return at + 1;
    }

    private static int CopyCode(string text, int at, StringBuilder rest)
    {
        var ticks = 1;
        while (at + ticks < text.Length && text[at + ticks] == '`')
        {
            ticks++;
        }

        var line = LineAt(text, at);
        var close = line[ticks..].IndexOf(new string('`', ticks), StringComparison.Ordinal);
        var length = close < 0 ? ticks : close + (2 * ticks);
        rest.Append(text, at, length);
        return at + length;
    }

    private static int SkipTag(string text, int at, StringBuilder rest)
    {
        var close = at + 1 < text.Length ? text[at + 1] switch { '%' => "%}", '{' => "}}", ':' => "}", _ => null } : null;
        var end = close is null ? -1 : text.IndexOf(close, at + 2, Math.Min(MaxTag, text.Length - at - 2), StringComparison.Ordinal);
        if (end < 0)
        {
            return Copy(text, at, rest);
        }

        var inside = text.AsSpan(at + 2, end - at - 2).Trim("-%<> \t\r\n");
        end += close!.Length;
        if (close == "%}" && inside is "comment" or "raw")
        {
            var isRaw = inside is "raw";
            var over = text.IndexOf(isRaw ? "endraw" : "endcomment", end, Math.Min(MaxBlock, text.Length - end), StringComparison.Ordinal);
            var open = over < 0 ? -1 : text.LastIndexOf("{%", over, over - end + 1, StringComparison.Ordinal);
            var closed = open < 0 ? -1 : text.IndexOf("%}", over, StringComparison.Ordinal);
            if (closed >= 0 && isRaw)
            {
                // Here the braces themselves are what the text is about.
                rest.Append(text, end, open - end);
            }

            return closed < 0 ? end : closed + 2;
        }

        rest.Append(WordIn(inside));
        return end;
    }

    // A tag that names one plain word in quotes puts that word on the page: {% slack_channel "travel" %}. Paths and files are addresses, not text.
    private static ReadOnlySpan<char> WordIn(ReadOnlySpan<char> inside)
    {
        var open = inside.IndexOfAny('"', '\'');
        if (open < 0 || inside[^1] != inside[open])
        {
            return [];
        }

        var word = inside[(open + 1)..^1];
        return word.Length > 0 && !word.ContainsAny(AddressMarks) && !inside[..open].ContainsAny("=:|,") ? word : [];
    }

    private static ReadOnlySpan<char> LineAt(string text, int at)
    {
        var end = text.IndexOf('\n', at);
        return text.AsSpan(at, (end < 0 ? text.Length : end + 1) - at);
    }

    private static string? FenceOf(ReadOnlySpan<char> line)
    {
        var trimmed = line.TrimStart(' ');
        if (trimmed.Length < 3 || trimmed[0] is not ('`' or '~'))
        {
            return null;
        }

        var length = trimmed.IndexOfAnyExcept(trimmed[0]);
        return length >= 3 ? new string(trimmed[0], length) : null;
    }
}

using System.Text.RegularExpressions;

namespace Assistant.Ingestion.Reading;

/// <summary>Tells text formats apart by their structure; the name's extension settles what structure leaves open.</summary>
internal static partial class TextFormat
{
    // What a format shows of itself, it shows early; a 100 MB text need not be searched whole.
    private const int Window = 16 * 1024;

    /// <summary>A text-based format that has no reader yet, as the start of a sentence, or null.</summary>
    public static string? UnsupportedName(string text)
    {
        var head = Head(text);
        if (head.StartsWith("<?xml", StringComparison.OrdinalIgnoreCase) && !HtmlRoot().IsMatch(head.ToString()))
        {
            return head.Contains("<svg", StringComparison.OrdinalIgnoreCase) ? "An image (SVG)" : "XML";
        }

        if (head.StartsWith("<svg", StringComparison.OrdinalIgnoreCase))
        {
            return "An image (SVG)";
        }

        return MailHeaders().IsMatch(head.ToString()) ? "An e-mail message" : null;
    }

    /// <summary>Whether it is a web page.</summary>
    public static bool IsHtml(string text, string extension)
    {
        var head = Head(text);
        var isNamedHtml = extension is ".html" or ".htm" or ".xhtml" or ".shtml";
        if (head.StartsWith("<!doctype html", StringComparison.OrdinalIgnoreCase) || head.StartsWith("<html", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        var sample = head.ToString();
        if (isNamedHtml)
        {
            return AnyTag().IsMatch(sample);
        }

        // Markdown may hold any markup, so its name outweighs all but a page's own frame.
        return HtmlRoot().IsMatch(sample) && extension is not (".md" or ".markdown" or ".txt")
            || (head.StartsWith("<", StringComparison.Ordinal) && extension is not (".md" or ".markdown") && HtmlRoot().IsMatch(sample));
    }

    /// <summary>Whether it is Markdown.</summary>
    public static bool IsMarkdown(string text, string extension)
    {
        switch (extension)
        {
            case ".md" or ".markdown" or ".mdown" or ".mkd" or ".mdx" or ".html" or ".htm":
                return true;
            case ".txt" or ".text" or ".csv" or ".tsv" or ".json" or ".yaml" or ".yml" or ".log" or ".ini" or ".conf" or ".cfg" or ".toml":
                return false;
            default:
                var sample = Head(text).ToString();
                return HeadingLine().Count(sample) + LinkMark().Count(sample) + FenceLine().Count(sample) >= 2;
        }
    }

    private static ReadOnlySpan<char> Head(string text)
    {
        var trimmed = text.AsSpan().TrimStart();
        return trimmed[..Math.Min(Window, trimmed.Length)];
    }

    // Every expression runs without backtracking: hostile text cannot make it slow.
    [GeneratedRegex(@"<(!doctype\s+html|html|head|body)[\s>]", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex HtmlRoot();

    [GeneratedRegex(@"<(!doctype|!--|/?[a-z][a-z0-9]*)[\s>/]", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex AnyTag();

    [GeneratedRegex(@"^(From |(Return-Path|Received|MIME-Version|Message-ID|Delivered-To|X-[A-Za-z-]+):\s|(From|To|Subject|Date): [^\n]*\r?\n((From|To|Cc|Subject|Date|MIME-Version|Message-ID|Content-Type|Reply-To|Sender|User-Agent|X-[A-Za-z-]+): [^\n]*\r?\n)+)", RegexOptions.NonBacktracking)]
    private static partial Regex MailHeaders();

    [GeneratedRegex(@"^#{1,6} \S", RegexOptions.Multiline | RegexOptions.NonBacktracking)]
    private static partial Regex HeadingLine();

    [GeneratedRegex(@"\[[^\]\n]+\]\([^)\s]+\)", RegexOptions.NonBacktracking)]
    private static partial Regex LinkMark();

    [GeneratedRegex(@"^(```|~~~|---\r?$)", RegexOptions.Multiline | RegexOptions.NonBacktracking)]
    private static partial Regex FenceLine();
}

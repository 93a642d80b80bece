using System.Buffers;

namespace Assistant.Server.CommandLine;

/// <summary>Text that a terminal shows and does not obey.</summary>
internal static class PlainText
{
    // C0 and C1 control characters but tab and line feed: an escape sequence in a document's name or text could
    // retitle the window, hide lines or, on some terminals, type commands.
    private static readonly SearchValues<char> Controls = SearchValues.Create(
        [.. Enumerable.Range(0, 0xA0).Select(code => (char)code).Where(unit => char.IsControl(unit) && unit is not ('\t' or '\n'))]);

    /// <summary>The text with control characters replaced by U+FFFD; carriage returns before line feeds are dropped.</summary>
    public static string Of(string text)
    {
        if (!text.AsSpan().ContainsAny(Controls))
        {
            return text;
        }

        var unified = text.Replace("\r\n", "\n", StringComparison.Ordinal);
        return string.Create(unified.Length, unified, static (span, source) =>
        {
            for (var i = 0; i < span.Length; i++)
            {
                span[i] = Controls.Contains(source[i]) ? '\uFFFD' : source[i];
            }
        });
    }
}

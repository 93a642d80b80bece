using System.Text;
using System.Text.RegularExpressions;
using UtfUnknown;

namespace Assistant.Ingestion.Reading;

/// <summary>Finds the encoding of a text and decodes it.</summary>
internal static partial class TextDecoder
{
    // Statistics of letters settle long before this; the detector is linear, but slow.
    private const int DetectionWindow = 256 * 1024;

    static TextDecoder() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>The text and its encoding: by byte order mark, else by zero bytes, else strict UTF-8, else what the page declares, else by letter statistics.</summary>
    /// <exception cref="Core.UnreadableDocumentException">There are more characters than the limit.</exception>
    public static (string Text, Encoding Encoding) Decode(ReadOnlySpan<byte> bytes, int maxCharacters)
    {
        var (encoding, skip) = Find(bytes);
        var body = bytes[skip..];
        if (encoding.GetCharCount(body) > maxCharacters)
        {
            throw Unreadable.TooMuchText(maxCharacters);
        }

        return (encoding.GetString(body), encoding);
    }

    /// <summary>Whether decoded "text" is full of control characters, as no text is.</summary>
    public static bool LooksBinary(string text)
    {
        // Escape is left out: logs carry terminal colours. One in fifty is far above any text and far below any binary file.
        var sample = text.AsSpan(0, Math.Min(text.Length, 64 * 1024));
        var controls = 0;
        foreach (var c in sample)
        {
            if ((c < ' ' && c is not ('\t' or '\n' or '\r' or '\f' or '\x1B')) || c is '\x7F' or '\uFFFD')
            {
                controls++;
            }
        }

        return controls * 50 > sample.Length && controls > 4;
    }

    private static (Encoding Encoding, int Skip) Find(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith<byte>([0xEF, 0xBB, 0xBF]))
        {
            return (Encoding.UTF8, 3);
        }

        // UTF-32 little endian begins like UTF-16 little endian, so it goes first.
        if (bytes.StartsWith<byte>([0xFF, 0xFE, 0, 0]))
        {
            return (new UTF32Encoding(bigEndian: false, byteOrderMark: true), 4);
        }

        if (bytes.StartsWith<byte>([0, 0, 0xFE, 0xFF]))
        {
            return (new UTF32Encoding(bigEndian: true, byteOrderMark: true), 4);
        }

        if (bytes.StartsWith<byte>([0xFF, 0xFE]))
        {
            return (Encoding.Unicode, 2);
        }

        if (bytes.StartsWith<byte>([0xFE, 0xFF]))
        {
            return (Encoding.BigEndianUnicode, 2);
        }

        return (ByZeros(bytes) ?? (IsUtf8(bytes) ? Encoding.UTF8 : null) ?? Declared(bytes) ?? MostlyUtf8(bytes) ?? ByLetters(bytes), 0);
    }

    // Without a mark, UTF-16 and UTF-32 give themselves away by zero bytes at one place of each unit: those of blanks, digits and line ends.
    private static Encoding? ByZeros(ReadOnlySpan<byte> bytes)
    {
        var sample = bytes[..(Math.Min(bytes.Length, 8192) & ~3)];
        Span<int> zeros = stackalloc int[4];
        for (var at = 0; at < sample.Length; at++)
        {
            if (sample[at] == 0)
            {
                zeros[at & 3]++;
            }
        }

        var units = sample.Length / 4;
        if (units < 2)
        {
            return null;
        }

        if (zeros[0] == units && zeros[1] > units / 2 && zeros[3] == 0)
        {
            return new UTF32Encoding(bigEndian: true, byteOrderMark: false);
        }

        if (zeros[3] == units && zeros[2] > units / 2 && zeros[0] == 0)
        {
            return new UTF32Encoding(bigEndian: false, byteOrderMark: false);
        }

        var (even, odd) = (zeros[0] + zeros[2], zeros[1] + zeros[3]);
        var least = Math.Max(2, units / 20);
        return even == 0 && odd >= least ? Encoding.Unicode
            : odd == 0 && even >= least ? Encoding.BigEndianUnicode
            : null;
    }

    private static bool IsUtf8(ReadOnlySpan<byte> bytes) => System.Text.Unicode.Utf8.IsValid(bytes);

    // A UTF-8 text that was damaged at a few places is still UTF-8: letters of two and more bytes outnumber the faults.
    private static Encoding? MostlyUtf8(ReadOnlySpan<byte> bytes)
    {
        var (good, bad) = (0, 0);
        while (!bytes.IsEmpty)
        {
            var status = Rune.DecodeFromUtf8(bytes, out _, out var consumed);
            if (status != System.Buffers.OperationStatus.Done)
            {
                bad++;
            }
            else if (consumed > 1)
            {
                good++;
            }

            bytes = bytes[consumed..];
        }

        return good >= 4 * bad ? Encoding.UTF8 : null;
    }

    // <meta charset>, its http-equiv form and the XML declaration must stand in the first 1024 bytes by the HTML standard; pages put comments before it.
    private static Encoding? Declared(ReadOnlySpan<byte> bytes)
    {
        var head = Encoding.Latin1.GetString(bytes[..Math.Min(4096, bytes.Length)]);
        if (!head.Contains('<', StringComparison.Ordinal) || CharsetDeclaration().Match(head) is not { Success: true } match)
        {
            return null;
        }

        var name = match.Groups["name"].Value;
        try
        {
            // The bytes were read as one-byte letters, so what declares itself UTF-16 is not.
            return name.StartsWith("utf", StringComparison.OrdinalIgnoreCase) ? null : Encoding.GetEncoding(name);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static Encoding ByLetters(ReadOnlySpan<byte> bytes)
    {
        var best = CharsetDetector.DetectFromBytes(bytes[..Math.Min(DetectionWindow, bytes.Length)]).Detected;

        // A short text says too little for statistics, and one-byte Western text is by far the likeliest then.
        var encoding = best is { Encoding: { } found, Confidence: >= 0.5f } ? found : Encoding.GetEncoding(1252);

        // ISO-8859-1 gives control characters where Windows has quotes and dashes; real files mean the latter (so says the HTML standard, too).
        return encoding.CodePage is 28591 or 20127 ? Encoding.GetEncoding(1252) : encoding;
    }

    [GeneratedRegex("""<(meta[^>]*\bcharset|\?xml[^>]*\bencoding)\s*=\s*["']?(?<name>[A-Za-z0-9_:.-]+)""", RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CharsetDeclaration();
}

using System.Buffers;
using System.Globalization;
using System.Text;

namespace Assistant.Ingestion.Reading.Pdf;

/// <summary>Looks at the numbers in a PDF from which the library allocates memory before it checks them.</summary>
/// <remarks>
/// PdfPig 0.1.16 puts a line of a cross-reference stream on the stack, as wide as the file says: a width of 2^31 ends the process,
/// and no handler can catch that. It also lists every object number up to the size that the file names.
/// </remarks>
internal sealed class PdfPreflight(ReadOnlyMemory<byte> file, CancellationToken cancellationToken)
{
    // Field widths are bytes of an integer. PDF 1.7 annex C: at most 8,388,607 objects. Rows of predictors are pixels or table lines.
    private const double MaxFieldWidth = 16;
    private const double MaxObjects = 8_388_607;
    private const double MaxColumns = 1_000_000;
    private const int MaxDictionary = 1024 * 1024;

    private static readonly SearchValues<byte> Delimiters = SearchValues.Create(" \t\r\n\f\0()<>[]{}/%"u8);

    private long budget = 4L * file.Length + MaxDictionary;

    /// <summary>Whether no object asks for more than a real file can.</summary>
    public bool IsSane()
    {
        var bytes = file.Span;
        for (var at = 0; ;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var next = bytes[at..].IndexOf("obj"u8);
            if (next < 0)
            {
                return true;
            }

            at += next + 3;
            var start = SkipBlanks(bytes, at);
            if (bytes[start..].StartsWith("<<"u8) && !IsSane(bytes.Slice(start + 2, Math.Min(MaxDictionary, bytes.Length - start - 2))))
            {
                return false;
            }
        }
    }

    private bool IsSane(ReadOnlySpan<byte> dictionary)
    {
        var (depth, at, key, isTable, isWild) = (1, 0, "", false, false);
        while (depth > 0 && at < dictionary.Length)
        {
            switch (dictionary[at])
            {
                case (byte)'%':
                    at = SkipBlanks(dictionary, at);
                    break;
                case (byte)'(':
                    at = SkipString(dictionary, at);
                    break;
                case (byte)'<' when Follows(dictionary, at, '<'):
                    depth++;
                    at += 2;
                    break;
                case (byte)'>' when Follows(dictionary, at, '>'):
                    depth--;
                    at += 2;
                    break;
                case (byte)'/':
                    var name = Token(dictionary, ++at);
                    at += name.Length;
                    var word = Unescaped(name);
                    isTable |= depth == 1 && key == "Type" && word.Equals("XRef", StringComparison.OrdinalIgnoreCase);
                    key = word;
                    break;
                case (byte)'+' or (byte)'-' or (byte)'.' or (>= (byte)'0' and <= (byte)'9'):
                    var number = Token(dictionary, at);
                    at += Math.Max(1, number.Length);
                    isWild |= IsPast(number, depth == 1 ? key switch { "W" => MaxFieldWidth, "Size" or "Index" => MaxObjects, _ => double.MaxValue } : double.MaxValue);
                    if (key is "Columns" or "Colors" && IsPast(number, MaxColumns))
                    {
                        return false;
                    }

                    break;
                default:
                    at++;
                    break;
            }
        }

        budget -= at;
        return budget >= 0 && !(isTable && isWild);
    }

    private static bool IsPast(ReadOnlySpan<byte> number, double limit) =>
        limit < double.MaxValue && (!double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) || value < 0 || value > limit);

    private static bool Follows(ReadOnlySpan<byte> bytes, int at, char next) => at + 1 < bytes.Length && bytes[at + 1] == next;

    private static ReadOnlySpan<byte> Token(ReadOnlySpan<byte> bytes, int at)
    {
        var length = bytes[at..].IndexOfAny(Delimiters);
        return length < 0 ? bytes[at..] : bytes.Slice(at, length);
    }

    private static int SkipBlanks(ReadOnlySpan<byte> bytes, int at)
    {
        while (at < bytes.Length && bytes[at] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' or (byte)'\f' or 0 or (byte)'%')
        {
            if (bytes[at] == '%')
            {
                var end = bytes[at..].IndexOfAny((byte)'\r', (byte)'\n');
                at = end < 0 ? bytes.Length - 1 : at + end;
            }

            at++;
        }

        return at;
    }

    private static int SkipString(ReadOnlySpan<byte> bytes, int at)
    {
        for (var depth = 0; at < bytes.Length; at++)
        {
            depth += bytes[at] switch { (byte)'(' => 1, (byte)')' => -1, _ => 0 };
            if (bytes[at] == '\\')
            {
                at++;
            }
            else if (depth == 0)
            {
                return at + 1;
            }
        }

        return at;
    }

    // A name may hide its letters: /#57 is /W.
    private static string Unescaped(ReadOnlySpan<byte> name)
    {
        var text = Encoding.Latin1.GetString(name);
        if (!text.Contains('#', StringComparison.Ordinal))
        {
            return text;
        }

        StringBuilder plain = new();
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] == '#' && at + 2 < text.Length && byte.TryParse(text.AsSpan(at + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
            {
                plain.Append((char)code);
                at += 2;
            }
            else
            {
                plain.Append(text[at]);
            }
        }

        return plain.ToString();
    }
}

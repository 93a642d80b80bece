using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Assistant.Inference.Formats;

/// <summary>Writes JSON as Python's json.dumps does, which is how every family saw tools and calls in training.</summary>
internal sealed class PythonJson(bool escapeNonAscii = false, int indent = 0)
{
    private readonly StringBuilder output = new();

    /// <summary>", " and ": ", non-ASCII as it is, no line ends.</summary>
    public static string Write(JsonElement element) => new PythonJson().Of(element);

    /// <summary>A string in quotes.</summary>
    public static string Write(string text)
    {
        PythonJson json = new();
        json.AppendString(text);
        return json.output.ToString();
    }

    /// <summary>Writes one value.</summary>
    public string Of(JsonElement element)
    {
        output.Clear();
        Append(element, depth: 1);
        return output.ToString();
    }

    private void Append(JsonElement element, int depth)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                // A repeated name keeps its first place and its last value, as in a Python dict.
                OrderedDictionary<string, JsonElement> properties = new(StringComparer.Ordinal);
                foreach (var property in element.EnumerateObject())
                {
                    properties[property.Name] = property.Value;
                }

                AppendItems('{', '}', properties, depth, property =>
                {
                    AppendString(property.Key);
                    output.Append(": ");
                    Append(property.Value, depth + 1);
                });
                break;
            case JsonValueKind.Array:
                AppendItems('[', ']', [.. element.EnumerateArray()], depth, item => Append(item, depth + 1));
                break;
            case JsonValueKind.String:
                AppendString(element.GetString()!);
                break;
            case JsonValueKind.Number:
                output.Append(Number(element.GetRawText()));
                break;
            case JsonValueKind.True:
                output.Append("true");
                break;
            case JsonValueKind.False:
                output.Append("false");
                break;
            default:
                output.Append("null");
                break;
        }
    }

    private void AppendItems<T>(char open, char close, IReadOnlyCollection<T> items, int depth, Action<T> append)
    {
        output.Append(open);
        var first = true;
        foreach (var item in items)
        {
            if (!first)
            {
                output.Append(indent > 0 ? "," : ", ");
            }

            first = false;
            AppendLineEnd(depth);
            append(item);
        }

        if (!first)
        {
            AppendLineEnd(depth - 1);
        }

        output.Append(close);
    }

    private void AppendLineEnd(int depth)
    {
        if (indent > 0)
        {
            output.Append('\n').Append(' ', indent * depth);
        }
    }

    private void AppendString(string text)
    {
        output.Append('"');
        foreach (var c in text)
        {
            _ = c switch
            {
                '"' => output.Append("\\\""),
                '\\' => output.Append("\\\\"),
                '\n' => output.Append("\\n"),
                '\r' => output.Append("\\r"),
                '\t' => output.Append("\\t"),
                '\f' => output.Append("\\f"),
                '\b' => output.Append("\\b"),
                < ' ' => AppendEscaped(c),
                > '~' when escapeNonAscii => AppendEscaped(c),
                _ => output.Append(c),
            };
        }

        output.Append('"');
    }

    private StringBuilder AppendEscaped(char c) => output.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");

    private static string Number(string raw)
    {
        if (raw.AsSpan().IndexOfAny('.', 'e', 'E') < 0)
        {
            return raw == "-0" ? "0" : raw;
        }

        var value = double.Parse(raw, NumberStyles.Float, CultureInfo.InvariantCulture);
        return double.IsInfinity(value) ? (value > 0 ? "Infinity" : "-Infinity") : Repr(value);
    }

    // Python's float repr: the shortest digits that read back the same, with an exponent below 1e-4 and from 1e16 on.
    private static string Repr(double value)
    {
        if (value == 0)
        {
            return double.IsNegative(value) ? "-0.0" : "0.0";
        }

        var sign = value < 0 ? "-" : "";
        var (mantissa, exponent) = Shortest(Math.Abs(value).ToString("R", CultureInfo.InvariantCulture));
        if (exponent is < -4 or >= 16)
        {
            var digits = mantissa.Length > 1 ? $"{mantissa[0]}.{mantissa[1..]}" : mantissa;
            return string.Create(CultureInfo.InvariantCulture, $"{sign}{digits}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}");
        }

        if (exponent < 0)
        {
            return $"{sign}0.{new string('0', -exponent - 1)}{mantissa}";
        }

        var whole = mantissa.PadRight(exponent + 1, '0');
        return $"{sign}{whole[..(exponent + 1)]}.{(whole.Length > exponent + 1 ? whole[(exponent + 1)..] : "0")}";
    }

    // "0.00012" and "1.2E-04" alike are the digits 12 with exponent -4: one digit stands before the point.
    private static (string Mantissa, int Exponent) Shortest(string roundTrip)
    {
        var parts = roundTrip.Split('E');
        var written = parts.Length > 1 ? int.Parse(parts[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) : 0;
        var point = parts[0].IndexOf('.', StringComparison.Ordinal) is var at and >= 0 ? at : parts[0].Length;
        var digits = parts[0].Replace(".", "", StringComparison.Ordinal);
        var mantissa = digits.TrimStart('0');
        return (mantissa.TrimEnd('0'), written + point - 1 - (digits.Length - mantissa.Length));
    }
}

using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Assistant.Inference.Tools;

/// <summary>Reads calls that LLaMA 3.2 writes as a Python list: [name(key="value", other=[1, None])]. Literals only; nothing is ever evaluated.</summary>
internal sealed class PythonicCalls
{
    // Together with this list or dictionary and the arguments around it that makes 64, System.Text.Json's own default: what reads the
    // arguments later goes no deeper.
    private const int Deepest = 62;

    private readonly string text;
    private int position;

    private PythonicCalls(string text) => this.text = text;

    /// <summary>Reads a list of calls that fills the whole text.</summary>
    /// <exception cref="BrokenCallException">It is none, or names a tool that was not offered.</exception>
    public static IReadOnlyList<ParsedCall> Read(string text, OutputContext context)
    {
        PythonicCalls reader = new(text);
        var calls = reader.Calls(context);
        return reader.position == text.Length ? calls : throw new BrokenCallException("bad-json");
    }

    /// <summary>Reads one call in the form of the built-in tools: name.call(key="value").</summary>
    public static ParsedCall ReadBuiltIn(string text, OutputContext context)
    {
        PythonicCalls reader = new(text);
        var name = reader.Name();
        reader.Expect(".call");
        var call = reader.Call(name, context);
        return reader.position == text.Length ? call : throw new BrokenCallException("bad-json");
    }

    private List<ParsedCall> Calls(OutputContext context)
    {
        List<ParsedCall> calls = [];
        Expect("[");
        while (!Take(']'))
        {
            calls.Add(Call(Name(), context));
            if (!Take(','))
            {
                Expect("]");
                break;
            }
        }

        SkipBlanks();
        return calls.Count > 0 ? calls : throw new BrokenCallException("empty");
    }

    private ParsedCall Call(string name, OutputContext context)
    {
        Expect("(");
        JsonObject arguments = [];
        while (!Take(')'))
        {
            var key = Name();
            Expect("=");
            if (!arguments.TryAdd(key, Value(0)))
            {
                throw new BrokenCallException("duplicate-key");
            }

            if (!Take(','))
            {
                Expect(")");
                break;
            }
        }

        SkipBlanks();
        return new(CallJson.NameOf(name, context), Read(arguments));
    }

    private static JsonElement Read(JsonObject arguments)
    {
        try
        {
            return JsonElement.Parse(arguments.ToJsonString());
        }
        catch (JsonException)
        {
            throw new BrokenCallException("bad-json");
        }
    }

    private JsonNode? Value(int depth)
    {
        SkipBlanks();
        return Peek() switch
        {
            '[' or '{' when depth > Deepest => throw new BrokenCallException("too-deep"),
            '"' or '\'' => JsonValue.Create(String()),
            '[' => List(depth),
            '{' => Dictionary(depth),
            '-' or '+' or '.' or (>= '0' and <= '9') => Number(),
            _ => Name() switch
            {
                "True" or "true" => JsonValue.Create(true),
                "False" or "false" => JsonValue.Create(false),
                "None" or "null" => null,
                _ => throw new BrokenCallException("bad-json"),
            },
        };
    }

    private JsonArray List(int depth)
    {
        JsonArray list = [];
        Expect("[");
        while (!Take(']'))
        {
            list.Add(Value(depth + 1));
            if (!Take(','))
            {
                Expect("]");
                break;
            }
        }

        return list;
    }

    private JsonObject Dictionary(int depth)
    {
        JsonObject dictionary = [];
        Expect("{");
        while (!Take('}'))
        {
            SkipBlanks();
            var key = String();
            Expect(":");
            if (!dictionary.TryAdd(key, Value(depth + 1)))
            {
                throw new BrokenCallException("duplicate-key");
            }

            if (!Take(','))
            {
                Expect("}");
                break;
            }
        }

        return dictionary;
    }

    private JsonNode Number()
    {
        var start = position;
        while (position < text.Length && (char.IsAsciiLetterOrDigit(text[position]) || text[position] is '-' or '+' or '.'))
        {
            position++;
        }

        var digits = text[start..position];
        return double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) && JsonNumber(digits) is { } node
            ? node
            : throw new BrokenCallException("bad-json");
    }

    // The digits as they are, so that long integers lose none; Python's ".5" and "5." are no JSON.
    private static JsonNode? JsonNumber(string digits)
    {
        try
        {
            return JsonNode.Parse(digits);
        }
        catch (JsonException)
        {
            return JsonValue.Create(double.Parse(digits, NumberStyles.Float, CultureInfo.InvariantCulture));
        }
    }

    private string String()
    {
        var quote = Peek();
        if (quote is not ('"' or '\''))
        {
            throw new BrokenCallException("bad-json");
        }

        StringBuilder value = new();
        for (position++; Peek() != quote;)
        {
            var letter = Next();
            if (letter is '\n' or '\r')
            {
                throw new BrokenCallException("bad-json");
            }

            value.Append(letter == '\\' ? Escaped() : letter.ToString());
        }

        position++;
        return value.ToString();
    }

    private string Escaped()
    {
        var letter = Next();
        return letter switch
        {
            'n' => "\n",
            't' => "\t",
            'r' => "\r",
            'b' => "\b",
            'f' => "\f",
            'v' => "\v",
            '0' => "\0",
            'x' => Code(2),
            'u' => Code(4),
            'U' => Code(8),
            '\n' => "",
            '\\' or '"' or '\'' => letter.ToString(),
            _ => "\\" + letter,
        };
    }

    private string Code(int digits)
    {
        if (position + digits > text.Length || !int.TryParse(text.AsSpan(position, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code) || !Rune.IsValid(code))
        {
            throw new BrokenCallException("bad-json");
        }

        position += digits;
        return char.ConvertFromUtf32(code);
    }

    private string Name()
    {
        SkipBlanks();
        var start = position;
        while (position < text.Length && (char.IsLetterOrDigit(text[position]) || text[position] is '_' or '-'))
        {
            position++;
        }

        return position > start ? text[start..position] : throw new BrokenCallException("bad-json");
    }

    private char Peek() => position < text.Length ? text[position] : throw new BrokenCallException("bad-json");

    private char Next()
    {
        var letter = Peek();
        position++;
        return letter;
    }

    private bool Take(char letter)
    {
        SkipBlanks();
        if (Peek() != letter)
        {
            return false;
        }

        position++;
        return true;
    }

    private void Expect(string word)
    {
        SkipBlanks();
        if (string.CompareOrdinal(text, position, word, 0, word.Length) != 0)
        {
            throw new BrokenCallException("bad-json");
        }

        position += word.Length;
    }

    private void SkipBlanks()
    {
        while (position < text.Length && text[position] is ' ' or '\n' or '\t' or '\r')
        {
            position++;
        }
    }
}

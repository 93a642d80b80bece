using System.Text;
using System.Text.Json;
using Assistant.Inference.Formats;

namespace Assistant.Inference.Tools;

/// <summary>Reads calls that are written as JSON. Strict: what two readers could understand in two ways is no call.</summary>
internal static class CallJson
{
    // System.Text.Json's own default: what reads the arguments later goes no deeper.
    private const int Deepest = 64;

    /// <summary>Reads the value at the beginning of a text.</summary>
    /// <param name="text">The text; white space before the value is skipped.</param>
    /// <param name="length">How many characters the value ends after.</param>
    /// <exception cref="BrokenCallException">There is no such value.</exception>
    public static JsonElement First(string text, out int length)
    {
        CheckDepth(text);
        var bytes = Encoding.UTF8.GetBytes(text);
        try
        {
            Utf8JsonReader reader = new(bytes, new JsonReaderOptions { MaxDepth = Deepest + 1, AllowMultipleValues = true });
            reader.Read();
            reader.Skip();
            var value = bytes.AsMemory(0, (int)reader.BytesConsumed);
            length = Encoding.UTF8.GetCharCount(value.Span);
            var element = JsonElement.Parse(value.Span, new JsonDocumentOptions { MaxDepth = Deepest + 1 });
            JsonStrings.Check(element);
            CheckNames(value.Span);
            return element;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new BrokenCallException("bad-json");
        }
    }

    /// <summary>Reads the only value of a text.</summary>
    public static JsonElement Only(string text)
    {
        var value = First(text, out var length);
        return string.IsNullOrWhiteSpace(text[length..]) ? value : throw new BrokenCallException("bad-json");
    }

    /// <summary>A call in the form {"name", "arguments"} or {"name", "parameters"}.</summary>
    public static ParsedCall CallOf(JsonElement value, OutputContext context)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            throw new BrokenCallException("bad-json");
        }

        var name = NameOf(value.TryGetProperty("name", out var written) && written.ValueKind == JsonValueKind.String ? written.GetString()! : "", context);
        return value.TryGetProperty("arguments", out var arguments) || value.TryGetProperty("parameters", out arguments)
            ? new(name, ArgumentsOf(arguments))
            : throw new BrokenCallException("arguments-missing");
    }

    /// <summary>The name of a tool that was offered.</summary>
    public static string NameOf(string name, OutputContext context) =>
        name.Length == 0 ? throw new BrokenCallException("no-name")
        : context.Names.Contains(name) ? name
        : throw new BrokenCallException("unknown-tool");

    /// <summary>Arguments as an object. Encoded twice they have one meaning only, so that slip is understood.</summary>
    public static JsonElement ArgumentsOf(JsonElement arguments)
    {
        if (arguments.ValueKind == JsonValueKind.String && arguments.GetString()!.TrimStart().StartsWith('{'))
        {
            arguments = Only(arguments.GetString()!);
        }

        return arguments.ValueKind == JsonValueKind.Object ? arguments : throw new BrokenCallException("arguments-not-object");
    }

    private static void CheckDepth(string text)
    {
        var (depth, inString) = (0, false);
        for (var index = 0; index < text.Length; index++)
        {
            switch (text[index])
            {
                case '"':
                    inString = !inString;
                    break;
                case '\\' when inString:
                    index++;
                    break;
                case '{' or '[' when !inString:
                    if (++depth > Deepest)
                    {
                        throw new BrokenCallException("too-deep");
                    }

                    break;
                case '}' or ']' when !inString:
                    depth--;
                    break;
            }
        }
    }

    private static void CheckNames(ReadOnlySpan<byte> json)
    {
        try
        {
            _ = JsonElement.Parse(json, new JsonDocumentOptions { MaxDepth = Deepest + 1, AllowDuplicateProperties = false });
        }
        catch (JsonException)
        {
            throw new BrokenCallException("duplicate-key");
        }
    }
}

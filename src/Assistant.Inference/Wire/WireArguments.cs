using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Assistant.Inference.Wire;

/// <summary>The arguments of a call: a JSON object as text.</summary>
internal static class WireArguments
{
    // Read by models and people, and never put into a page.
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Reads them; nothing at all is an empty object.</summary>
    /// <returns>Whether they are a JSON object.</returns>
    public static bool TryRead(string? text, out Dictionary<string, object?> arguments)
    {
        arguments = new(StringComparer.Ordinal);
        if (string.IsNullOrWhiteSpace(text))
        {
            return true;
        }

        try
        {
            var read = JsonElement.Parse(text);
            if (read.ValueKind != JsonValueKind.Object)
            {
                return false;
            }

            foreach (var property in read.EnumerateObject())
            {
                arguments[property.Name] = property.Value;
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Writes them on one line.</summary>
    public static string Write(IDictionary<string, object?>? arguments)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream, Compact))
        {
            writer.WriteStartObject();
            foreach (var (name, value) in arguments ?? new Dictionary<string, object?>())
            {
                writer.WritePropertyName(name);
                JsonSerializer.Serialize(writer, value, AIJsonUtilities.DefaultOptions.GetTypeInfo(value?.GetType() ?? typeof(object)));
            }

            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }
}

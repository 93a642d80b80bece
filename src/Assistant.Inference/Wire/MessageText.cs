using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Assistant.Inference.Wire;

/// <summary>The content of a message: a text, or a list of parts of which only text is taken.</summary>
internal sealed class MessageText : JsonConverter<string>
{
    /// <inheritdoc/>
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType is JsonTokenType.String or JsonTokenType.Null)
        {
            return reader.GetString();
        }

        var parts = JsonElement.ParseValue(ref reader);
        if (parts.ValueKind != JsonValueKind.Array)
        {
            throw new JsonException("The content of a message must be a text or a list of parts.");
        }

        StringBuilder text = new();
        foreach (var part in parts.EnumerateArray())
        {
            text.Append(TextOf(part));
        }

        return text.ToString();
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);

    private static string TextOf(JsonElement part) =>
        part.ValueKind == JsonValueKind.Object && part.TryGetProperty("text", out var text) && text.ValueKind == JsonValueKind.String
            && (!part.TryGetProperty("type", out var type) || type.ValueEquals("text"u8) || type.ValueEquals("refusal"u8))
                ? text.GetString()!
                : throw new JsonException("This model reads text only: each part of a message must be {\"type\":\"text\",\"text\":\"...\"}.");
}

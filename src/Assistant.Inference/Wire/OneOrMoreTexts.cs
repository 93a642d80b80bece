using System.Text.Json;
using System.Text.Json.Serialization;

namespace Assistant.Inference.Wire;

/// <summary>A text, or a list of texts. Tokens, which OpenAI takes in their place, belong to one vocabulary and are refused.</summary>
internal sealed class OneOrMoreTexts : JsonConverter<IReadOnlyList<string>>
{
    /// <inheritdoc/>
    public override IReadOnlyList<string> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            return [reader.GetString()!];
        }

        List<string> texts = [];
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw Unknown();
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            texts.Add(reader.TokenType == JsonTokenType.String ? reader.GetString()! : throw Unknown());
        }

        return texts;
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, IReadOnlyList<string> value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (var text in value)
        {
            writer.WriteStringValue(text);
        }

        writer.WriteEndArray();
    }

    private static JsonException Unknown() => new("A text or a list of texts is wanted here; tokens are not taken.");
}

using System.Text.Json;
using System.Text.Json.Serialization;

namespace Assistant.Inference.Wire;

/// <summary><c>"text"</c> or <c>{"text":"..."}</c>.</summary>
internal sealed class RerankDocumentJson : JsonConverter<RerankDocument>
{
    /// <inheritdoc/>
    public override RerankDocument Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            return new(reader.GetString()!);
        }

        var document = JsonElement.ParseValue(ref reader);
        return document.ValueKind == JsonValueKind.Object && document.TryGetProperty("text", out var text) && text.ValueKind == JsonValueKind.String
            ? new(text.GetString()!)
            : throw new JsonException("Each of the documents must be a text or {\"text\":\"...\"}.");
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, RerankDocument value, JsonSerializerOptions options) => writer.WriteStringValue(value.Text);
}

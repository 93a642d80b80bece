using System.Text.Json;
using System.Text.Json.Serialization;

namespace Assistant.Inference.Wire;

/// <summary><c>"auto"</c>, or <c>{"type":"function","function":{"name":"..."}}</c>.</summary>
internal sealed class ToolChoiceJson : JsonConverter<ToolChoice>
{
    /// <inheritdoc/>
    public override ToolChoice Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            return new(reader.GetString()!);
        }

        var choice = JsonElement.ParseValue(ref reader);
        return choice.ValueKind == JsonValueKind.Object
            && choice.TryGetProperty("function", out var function) && function.ValueKind == JsonValueKind.Object
            && function.TryGetProperty("name", out var name) && name.ValueKind == JsonValueKind.String
                ? new("function", name.GetString())
                : throw new JsonException("tool_choice must be \"auto\", \"none\", \"required\" or {\"type\":\"function\",\"function\":{\"name\":\"...\"}}.");
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, ToolChoice value, JsonSerializerOptions options)
    {
        if (value.Name is null)
        {
            writer.WriteStringValue(value.Mode);
            return;
        }

        writer.WriteStartObject();
        writer.WriteString("type", "function");
        writer.WriteStartObject("function");
        writer.WriteString("name", value.Name);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}

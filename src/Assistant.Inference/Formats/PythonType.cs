using System.Text.Json;

namespace Assistant.Inference.Formats;

/// <summary>A JSON schema's type as Hermes' template writes it for Python.</summary>
internal static class PythonType
{
    /// <summary>For instance <c>str</c>, <c>dict</c>, <c>dict[str, int]</c>.</summary>
    public static string Of(JsonElement schema)
    {
        if (schema.ValueKind != JsonValueKind.Object || !schema.TryGetProperty("type", out var type))
        {
            return "Any";
        }

        if (type.ValueKind == JsonValueKind.Array)
        {
            return $"Union[{string.Join(',', type.EnumerateArray().Select(Name))}]";
        }

        return WordOf(type) switch
        {
            // The template asks for "items" and gets the dictionary's own method of that name: so the model knows every list.
            "array" => "list[Union[]]",
            "object" when schema.TryGetProperty("additionalProperties", out var values) => $"dict[str, {Of(values)}]",
            _ => Name(type),
        };
    }

    private static string Name(JsonElement type) => WordOf(type) switch
    {
        "string" => "str",
        "number" => "float",
        "integer" => "int",
        "boolean" => "bool",
        "object" => "dict",
        "array" => "list",
        "null" => "None",
        _ => "Any",
    };

    private static string? WordOf(JsonElement type) => type.ValueKind == JsonValueKind.String ? type.GetString() : null;
}

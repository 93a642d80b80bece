using System.Text.Json;

namespace Assistant.Inference.Grammars;

/// <summary>Which keywords are kept, which are remarks, and which cannot be promised.</summary>
internal static class SchemaKeywords
{
    private static readonly Dictionary<string, string> Refused = new(StringComparer.Ordinal)
    {
        ["not"] = "what is left when something is taken away can't be generated",
        ["if"] = "conditions are not supported; use anyOf",
        ["then"] = "conditions are not supported; use anyOf",
        ["else"] = "conditions are not supported; use anyOf",
        ["patternProperties"] = "names of properties by pattern are not supported; use additionalProperties",
        ["propertyNames"] = "rules for the names of properties are not supported",
        ["dependentRequired"] = "properties that depend on others are not supported; use anyOf",
        ["dependentSchemas"] = "properties that depend on others are not supported; use anyOf",
        ["dependencies"] = "properties that depend on others are not supported; use anyOf",
        ["contains"] = "it can't be promised that one of many items fits",
        ["minContains"] = "it can't be promised that some of many items fit",
        ["maxContains"] = "it can't be promised that only some of many items fit",
        ["unevaluatedItems"] = "use items or prefixItems",
        ["$dynamicRef"] = "only $ref is followed",
        ["$recursiveRef"] = "only $ref is followed",
        ["extends"] = "use allOf",
        ["disallow"] = "use anyOf",
    };

    private static readonly Dictionary<string, SchemaTypes> ByType = new(StringComparer.Ordinal)
    {
        ["minLength"] = SchemaTypes.String, ["maxLength"] = SchemaTypes.String, ["pattern"] = SchemaTypes.String, ["format"] = SchemaTypes.String,
        ["minimum"] = SchemaTypes.Number, ["maximum"] = SchemaTypes.Number, ["exclusiveMinimum"] = SchemaTypes.Number, ["exclusiveMaximum"] = SchemaTypes.Number,
        ["multipleOf"] = SchemaTypes.Number,
        ["properties"] = SchemaTypes.Object, ["required"] = SchemaTypes.Object, ["additionalProperties"] = SchemaTypes.Object,
        ["minProperties"] = SchemaTypes.Object, ["maxProperties"] = SchemaTypes.Object,
        ["items"] = SchemaTypes.Array, ["prefixItems"] = SchemaTypes.Array, ["additionalItems"] = SchemaTypes.Array, ["minItems"] = SchemaTypes.Array, ["maxItems"] = SchemaTypes.Array,
        ["uniqueItems"] = SchemaTypes.Array,
    };

    /// <summary>Refuses a subschema with keywords that can't be promised.</summary>
    public static void Check(SchemaPart part)
    {
        foreach (var property in part.Element.EnumerateObject())
        {
            if (Refused.TryGetValue(property.Name, out var reason))
            {
                throw part.Refuse(property.Name, reason);
            }

            if (property.Name == "$id" && part.Pointer.Length > 0)
            {
                throw part.Refuse("$id", "references below it would begin there; only the whole schema may have one");
            }

            if (property is { Name: "uniqueItems", Value.ValueKind: JsonValueKind.True })
            {
                throw part.Refuse("uniqueItems", "it can't be promised that all items differ; check them afterwards");
            }

            if (property is { Name: "unevaluatedProperties", Value.ValueKind: not JsonValueKind.False })
            {
                throw part.Refuse("unevaluatedProperties", "use additionalProperties");
            }
        }
    }

    /// <summary>The types that a subschema allows: all where it names none.</summary>
    public static SchemaTypes TypesOf(SchemaPart part)
    {
        var types = SchemaTypes.None;
        if (part.Has("type", out var type))
        {
            foreach (var name in type.ValueKind == JsonValueKind.Array ? type.EnumerateArray() : Enumerable.Repeat(type, 1))
            {
                types |= TypeOf(part, name);
            }

            if (part.Has("nullable", out var nullable) && nullable.ValueKind == JsonValueKind.True)
            {
                types |= SchemaTypes.Null;
            }

            return types;
        }

        return SchemaTypes.All;
    }

    /// <summary>The types that a subschema without a type is about: a value of any other would fit it too, but nobody means that.</summary>
    public static SchemaTypes MeantBy(SchemaPart part)
    {
        var types = SchemaTypes.None;
        foreach (var property in part.Element.EnumerateObject())
        {
            types |= ByType.GetValueOrDefault(property.Name);
        }

        return types;
    }

    /// <summary>The first keyword that restricts values of a type, or null.</summary>
    public static string? RestrictionOf(SchemaPart part, SchemaTypes type) => part.Element.EnumerateObject()
        .Where(property => (ByType.GetValueOrDefault(property.Name) & type) != 0)
        .Select(property => property.Name)
        .FirstOrDefault(name => name != "format" || (part.Text(name) is { } format && StringFormats.ExpressionOf(format) is not null));

    /// <summary>The type of a value.</summary>
    public static SchemaTypes TypeOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => SchemaTypes.Null,
        JsonValueKind.True or JsonValueKind.False => SchemaTypes.Boolean,
        JsonValueKind.Number => DecimalBound.Read(value.GetRawText()) is { IsWhole: true } ? SchemaTypes.Integer : SchemaTypes.Number & ~SchemaTypes.Integer,
        JsonValueKind.String => SchemaTypes.String,
        JsonValueKind.Array => SchemaTypes.Array,
        _ => SchemaTypes.Object,
    };

    private static SchemaTypes TypeOf(SchemaPart part, JsonElement name) => (name.ValueKind == JsonValueKind.String ? name.GetString() : "") switch
    {
        "null" => SchemaTypes.Null,
        "boolean" => SchemaTypes.Boolean,
        "integer" => SchemaTypes.Integer,
        "number" => SchemaTypes.Number,
        "string" => SchemaTypes.String,
        "array" => SchemaTypes.Array,
        "object" => SchemaTypes.Object,
        _ => throw part.Refuse("type", $"{name.GetRawText()} is no type"),
    };
}

using System.Globalization;
using System.Text;
using System.Text.Json;
using Assistant.Inference.Formats;

namespace Assistant.Inference.Grammars;

/// <summary>A whole schema, in which references are looked up.</summary>
internal sealed class SchemaDocument
{
    private SchemaDocument(JsonElement root) => Root = new(root, "");

    /// <summary>The schema itself.</summary>
    public SchemaPart Root { get; }

    /// <summary>Reads a schema.</summary>
    /// <exception cref="UnsupportedSchemaException">It is too large, too deep, has a key twice, or is no schema.</exception>
    public static SchemaDocument Read(JsonElement schema, GrammarLimits limits)
    {
        var text = schema.GetRawText();
        if (Encoding.UTF8.GetByteCount(text) > limits.Bytes)
        {
            throw new UnsupportedSchemaException("", "", $"it is longer than {limits.Bytes} bytes");
        }

        try
        {
            var root = JsonElement.Parse(text, new JsonDocumentOptions { MaxDepth = limits.SchemaDepth, AllowDuplicateProperties = false });
            JsonStrings.Check(root);
            return root.ValueKind is JsonValueKind.Object or JsonValueKind.True or JsonValueKind.False
                ? new(root)
                : throw new UnsupportedSchemaException("", "", "a schema is an object, true or false");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new UnsupportedSchemaException("", "", $"it is deeper than {limits.SchemaDepth}, has a key twice, or half a surrogate pair ({e.Message})", e);
        }
    }

    /// <summary>Where a reference points.</summary>
    public SchemaPart Resolve(SchemaPart from, string reference)
    {
        if (reference is not ("#" or ['#', '/', ..]))
        {
            throw from.Refuse("$ref", $"'{reference}' points outside of the schema, or to a name; only '#' and '#/...' are followed");
        }

        var part = Root;
        foreach (var step in Uri.UnescapeDataString(reference).Split('/').Skip(1))
        {
            var name = step.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            JsonElement? next = part.Element.ValueKind switch
            {
                JsonValueKind.Object when part.Element.TryGetProperty(name, out var property) => property,
                JsonValueKind.Array when int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < part.Element.GetArrayLength() => part.Element[index],
                _ => null,
            };
            // A property may be named so, but then it is a schema.
            if (part.Pointer.Length > 0 && part.Has("$id", out var id) && id.ValueKind == JsonValueKind.String)
            {
                throw part.Refuse("$id", "what is below it can't be referred to from outside");
            }

            part = part.Under(name, next ?? throw from.Refuse("$ref", $"there is no '{reference}' in the schema"));
        }

        return part;
    }
}

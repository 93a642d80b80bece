using System.Text.Json;

namespace Assistant.Inference.Grammars;

/// <summary>A subschema and where it stands.</summary>
internal readonly record struct SchemaPart(JsonElement Element, string Pointer)
{
    // Every subschema below repeats it, so a name as long as the schema may be would fill the memory.
    private const int LongestPointer = 2048;

    /// <summary>The value of a keyword, where it is there.</summary>
    public bool Has(string keyword, out JsonElement value)
    {
        value = default;
        return Element.ValueKind == JsonValueKind.Object && Element.TryGetProperty(keyword, out value);
    }

    /// <summary>The subschema under a keyword.</summary>
    /// <exception cref="GrammarTooLargeException">Its pointer is too long.</exception>
    public SchemaPart Under(string keyword, JsonElement element)
    {
        var pointer = $"{Pointer}/{keyword.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";
        return pointer.Length > LongestPointer ? throw new GrammarTooLargeException() : new(element, pointer);
    }

    /// <summary>The whole number at least zero under a keyword; null where there is none.</summary>
    public int? Count(string keyword)
    {
        if (!Has(keyword, out var value))
        {
            return null;
        }

        // "3.0" is a whole number in JSON too.
        var number = value.ValueKind == JsonValueKind.Number ? DecimalBound.Read(value.GetRawText()) : null;
        return number is { IsNegative: false, IsWhole: true } ? (int)System.Numerics.BigInteger.Min(number.Whole, int.MaxValue - 1) : throw Refuse(keyword, "it must be a whole number from 0 on");
    }

    /// <summary>The text under a keyword; null where there is none.</summary>
    public string? Text(string keyword) =>
        !Has(keyword, out var value) ? null : value.ValueKind == JsonValueKind.String ? value.GetString() : throw Refuse(keyword, "it must be a string");

    /// <summary>The list under a keyword; null where there is none.</summary>
    public JsonElement? List(string keyword) =>
        !Has(keyword, out var value) ? null : value.ValueKind == JsonValueKind.Array ? value : throw Refuse(keyword, "it must be a list");

    /// <summary>A refusal of one of its keywords.</summary>
    public UnsupportedSchemaException Refuse(string keyword, string reason) => new(keyword, Pointer, reason);
}

using System.Text.Json;

namespace Assistant.Inference.Grammars;

/// <summary>The values that enum and const leave.</summary>
internal static class Enumerated
{
    /// <summary>Them, or null where neither stands there.</summary>
    public static IReadOnlyList<JsonElement>? Of(SchemaPlace place, GrammarLimits limits)
    {
        List<JsonElement>? values = null;
        foreach (var part in place.Parts)
        {
            if (part.List("enum") is { } list)
            {
                if (list.GetArrayLength() > limits.EnumValues)
                {
                    throw part.Refuse("enum", $"it has more than {limits.EnumValues} values");
                }

                values = Common(values, list.EnumerateArray());
            }

            if (part.Has("const", out var only))
            {
                values = Common(values, [only]);
            }
        }

        if (values is not null)
        {
            CheckAlone(place, values);
        }

        return values;
    }

    private static List<JsonElement> Common(List<JsonElement>? values, IEnumerable<JsonElement> others) =>
        values is null ? [.. others] : [.. values.Where(value => others.Any(other => JsonElement.DeepEquals(value, other)))];

    private static void CheckAlone(SchemaPlace place, List<JsonElement> values)
    {
        var types = values.Aggregate(SchemaTypes.None, (all, value) => all | SchemaKeywords.TypeOf(value));
        foreach (var part in place.Parts)
        {
            if (SchemaKeywords.RestrictionOf(part, types) is { } keyword)
            {
                throw part.Refuse(keyword, "it stands together with enum or const; leave only the values that fit it");
            }
        }
    }
}

using System.Text.Json;

namespace Assistant.Inference.Grammars;

/// <summary>Whether no value can fit two branches of a oneOf. What can't be seen to exclude one another is refused, for a value might fit both.</summary>
internal sealed class Disjointness(SchemaDocument document)
{
    private const int Deepest = 4;

    /// <summary>Refuses branches that a value might fit together.</summary>
    public void Check(SchemaPlace place, SchemaChoice choice)
    {
        List<SchemaPlace> branches = [.. choice.Branches.Select(branch => place.Choose(document, choice, branch)).OfType<SchemaPlace>()];
        for (var first = 0; first < branches.Count; first++)
        {
            for (var second = first + 1; second < branches.Count; second++)
            {
                if (!Exclude(branches[first], branches[second], Deepest))
                {
                    throw choice.At.Refuse("oneOf", $"a value might fit the branches {first} and {second} together; use anyOf, or tell them apart by type or by a required property with a const");
                }
            }
        }
    }

    private bool Exclude(SchemaPlace one, SchemaPlace other, int depth)
    {
        if ((TypesOf(one) & TypesOf(other)) == SchemaTypes.None)
        {
            return true;
        }

        if (Values(one) is { } some && Values(other) is { } others)
        {
            return !some.Any(value => others.Any(second => JsonElement.DeepEquals(value, second)));
        }

        return depth > 0 && one.Types == SchemaTypes.Object && other.Types == SchemaTypes.Object
            && Required(one).Any(name => IsForbidden(other, name) || (Required(other).Contains(name) && Rule(one, name) is { } first && Rule(other, name) is { } second && Exclude(first, second, depth - 1)))
            || (depth > 0 && one.Types == SchemaTypes.Object && other.Types == SchemaTypes.Object && Required(other).Any(name => IsForbidden(one, name)));
    }

    private static SchemaTypes TypesOf(SchemaPlace place) =>
        Values(place) is { } values ? values.Aggregate(SchemaTypes.None, (types, value) => types | SchemaKeywords.TypeOf(value)) & place.Types : place.Types;

    private static List<JsonElement>? Values(SchemaPlace place)
    {
        foreach (var part in place.Parts)
        {
            if (part.Has("const", out var value))
            {
                return [value];
            }

            if (part.List("enum") is { } values)
            {
                return [.. values.EnumerateArray()];
            }
        }

        return null;
    }

    private static HashSet<string> Required(SchemaPlace place) =>
        [.. place.Parts.SelectMany(part => part.List("required") is { } names ? names.EnumerateArray().Where(name => name.ValueKind == JsonValueKind.String).Select(name => name.GetString()!) : [])];

    private static bool IsForbidden(SchemaPlace place, string name) => place.Parts.Any(part =>
        part.Has("additionalProperties", out var others) && others.ValueKind == JsonValueKind.False
        && !(part.Has("properties", out var properties) && properties.ValueKind == JsonValueKind.Object && properties.TryGetProperty(name, out _)));

    private SchemaPlace? Rule(SchemaPlace place, string name)
    {
        List<SchemaPart> rules = [];
        foreach (var part in place.Parts)
        {
            if (part.Has("properties", out var properties) && properties.ValueKind == JsonValueKind.Object && properties.TryGetProperty(name, out var rule))
            {
                rules.Add(part.Under("properties", properties).Under(name, rule));
            }
        }

        return rules.Count == 0 ? null : SchemaPlace.Of(document, rules);
    }
}

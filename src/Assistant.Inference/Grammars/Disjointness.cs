using System.Text.Json;

namespace Assistant.Inference.Grammars;

/// <summary>Whether no value can fit two branches of a oneOf. What can't be seen to exclude one another is refused, for a value might fit both.</summary>
internal sealed class Disjointness(SchemaDocument document)
{
    private const int Deepest = 4;

    // Sixty-four branches of twenty properties each need about 200,000; a hostile schema is given up after about a second.
    private const int MostLooks = 400_000;

    // A lookup reads the properties of an object one by one: so many of them count as one look.
    private const int PropertiesPerLook = 64;

    private int looks;

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
        Look(one.Parts.Count + other.Parts.Count);
        if ((TypesOf(one) & TypesOf(other)) == SchemaTypes.None)
        {
            return true;
        }

        if (Values(one) is { } some && Values(other) is { } others)
        {
            Look((long)some.Count * others.Count);
            return !some.Any(value => others.Any(second => JsonElement.DeepEquals(value, second)));
        }

        if (depth == 0 || one.Types != SchemaTypes.Object || other.Types != SchemaTypes.Object)
        {
            return false;
        }

        var (required, alsoRequired) = (Required(one), Required(other));
        return required.Any(name => IsForbidden(other, name) || (alsoRequired.Contains(name) && ExcludeBy(name)))
            || alsoRequired.Any(name => IsForbidden(one, name));

        bool ExcludeBy(string name) => Rule(one, name) is { } first && Rule(other, name) is { } second && Exclude(first, second, depth - 1);
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

    private bool IsForbidden(SchemaPlace place, string name) => place.Parts.Any(part =>
        part.Has("additionalProperties", out var others) && others.ValueKind == JsonValueKind.False && RuleIn(part, name) is null);

    private SchemaPlace? Rule(SchemaPlace place, string name)
    {
        List<SchemaPart> rules = [.. place.Parts.Select(part => RuleIn(part, name)).OfType<SchemaPart>()];
        return rules.Count == 0 ? null : SchemaPlace.Of(document, rules);
    }

    private SchemaPart? RuleIn(SchemaPart part, string name)
    {
        if (!part.Has("properties", out var properties) || properties.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        Look(1 + (properties.GetPropertyCount() / PropertiesPerLook));
        return properties.TryGetProperty(name, out var rule) ? part.Under("properties", properties).Under(name, rule) : null;
    }

    private void Look(long times)
    {
        looks = (int)Math.Min(looks + times, MostLooks + 1);
        if (looks > MostLooks)
        {
            throw new GrammarTooLargeException();
        }
    }
}

using System.Text.Json;

namespace Assistant.Inference.Grammars;

/// <summary>
/// Objects: properties in the order in which the schema declares them, then others where they are allowed. Where a schema declares properties
/// and says nothing of others, no others are written: it would allow them, but nobody who wrote it waits for them.
/// </summary>
internal sealed class ObjectTerms(SchemaCompiler compiler, GrammarLimits limits)
{
    private static readonly string[] Steps = ["$ref", "allOf", "anyOf", "oneOf"];

    private TermTable Table => compiler.Table;

    private JsonTerms Json => compiler.Json;

    /// <summary>The objects that fit.</summary>
    public Term Of(SchemaPlace place, int depth)
    {
        var required = Required(place);
        List<string> names = [.. place.Parts.SelectMany(Declared).Concat(required).Distinct(StringComparer.Ordinal)];
        if (names.Count > limits.Properties)
        {
            throw place.Parts[0].Refuse("properties", $"an object has more than {limits.Properties} properties");
        }

        var others = Others(place, depth, names);
        CheckCounts(place, others.Kind == TermKind.Nothing ? names.Count : int.MaxValue, required.Count);
        List<(Term Property, bool IsRequired)> properties = [];
        foreach (var name in names)
        {
            var value = compiler.Compile(place.Parts.Select(part => RuleFor(part, name)).OfType<SchemaPart>(), depth - 1);
            if (value.Kind == TermKind.Nothing && !required.Contains(name))
            {
                continue;
            }

            properties.Add((Json.Property(name, value), required.Contains(name)));
        }

        return Json.Enclosed("{", Members(properties, others), "}");
    }

    // From the last to the first, so that each rest is one term: what may come when something stands before it, and when nothing does.
    private Term Members(List<(Term Property, bool IsRequired)> properties, Term others)
    {
        var after = Table.Repeat(Table.Then(Json.Comma, others), 0, TermTable.Unlimited);
        var first = Json.List(others, 0, TermTable.Unlimited);
        for (var index = properties.Count - 1; index >= 0; index--)
        {
            var (property, isRequired) = properties[index];
            var with = Table.Then(property, after);
            (after, first) = isRequired
                ? (Table.Then(Json.Comma, with), with)
                : (Table.Either(after, Table.Then(Json.Comma, with)), Table.Either(first, with));
        }

        return first;
    }

    private static IEnumerable<string> Declared(SchemaPart part) => Properties(part)?.EnumerateObject().Select(property => property.Name) ?? [];

    private static JsonElement? Properties(SchemaPart part) =>
        !part.Has("properties", out var properties) ? null
        : properties.ValueKind == JsonValueKind.Object ? properties
        : throw part.Refuse("properties", "it must be an object");

    private static HashSet<string> Required(SchemaPlace place)
    {
        HashSet<string> required = new(StringComparer.Ordinal);
        foreach (var part in place.Parts)
        {
            foreach (var name in part.List("required")?.EnumerateArray() ?? default)
            {
                required.Add(name.ValueKind == JsonValueKind.String ? name.GetString()! : throw part.Refuse("required", "it must be a list of names"));
            }
        }

        return required;
    }

    // What one subschema asks of a property; null where it asks nothing.
    private static SchemaPart? RuleFor(SchemaPart part, string name) =>
        Properties(part) is { } properties && properties.TryGetProperty(name, out var rule) ? part.Under("properties", properties).Under(name, rule)
        : part.Has("additionalProperties", out var others) ? part.Under("additionalProperties", others)
        : null;

    private Term Others(SchemaPlace place, int depth, List<string> names)
    {
        if (IsClosed(place))
        {
            return Table.Nothing;
        }

        List<SchemaPart> rules = [];
        var isOpen = names.Count == 0 && place.Parts.All(part => Properties(part) is null);
        foreach (var part in place.Parts)
        {
            if (part.Has("additionalProperties", out var rule))
            {
                isOpen = true;
                rules.Add(part.Under("additionalProperties", rule));
            }
        }

        if (!isOpen)
        {
            return Table.Nothing;
        }

        var value = rules.TrueForAll(rule => rule.Element.ValueKind == JsonValueKind.True) ? Json.Any(depth - 1) : compiler.Compile(rules, depth - 1);
        return Json.AnyProperty(value, names);
    }

    // The keyword closes an object against what its own subschema says. Of what stands beside that it knows nothing, so it is kept only around everything.
    private static bool IsClosed(SchemaPlace place)
    {
        var outermost = place.HasOneRoot ? place.Parts.SkipWhile(IsOnlyAStep).FirstOrDefault().Pointer : null;
        var isClosed = false;
        foreach (var part in place.Parts.Where(part => part.Has("unevaluatedProperties", out _)))
        {
            isClosed = part.Pointer == outermost
                ? true
                : throw part.Refuse("unevaluatedProperties", "other subschemas rule the same object; put it into the outermost, or use additionalProperties");
        }

        return isClosed;
    }

    // Whether it says nothing of objects itself, and all else stands inside one subschema to which it leads.
    private static bool IsOnlyAStep(SchemaPart part) =>
        !part.Has("unevaluatedProperties", out _) && SchemaKeywords.RestrictionOf(part, SchemaTypes.Object) is null
        && Steps.Count(keyword => part.Has(keyword, out _)) == 1 && (part.List("allOf") is not { } all || all.GetArrayLength() == 1);

    private static void CheckCounts(SchemaPlace place, int names, int required)
    {
        foreach (var part in place.Parts)
        {
            if (part.Count("minProperties") is { } least && least > required)
            {
                throw part.Refuse("minProperties", "it can't be promised beyond the properties that are required");
            }

            if (part.Count("maxProperties") is { } most && most < names)
            {
                throw part.Refuse("maxProperties", "it can't be promised unless additionalProperties is false and so many are declared");
            }
        }
    }
}

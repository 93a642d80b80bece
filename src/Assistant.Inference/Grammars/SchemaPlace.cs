using System.Text.Json;

namespace Assistant.Inference.Grammars;

/// <summary>All that must hold at one place: the subschemas themselves, with references followed and allOf taken apart, and the choices that are left.</summary>
/// <param name="Parts">The subschemas, each before those inside it.</param>
/// <param name="Choices">What is to be chosen still.</param>
/// <param name="HasOneRoot">Whether all are inside the first; else several places of the schema rule this one together.</param>
internal sealed record SchemaPlace(IReadOnlyList<SchemaPart> Parts, IReadOnlyList<SchemaChoice> Choices, bool HasOneRoot)
{
    // People combine a handful. What is made of them is a multiple of their number, at each place anew.
    private const int MostParts = 2000;

    private static readonly string[] ChoiceKeywords = ["anyOf", "oneOf"];

    /// <summary>What names it: the same place is compiled once.</summary>
    public string Key { get; } = string.Join('\n', Parts.Select(part => part.Pointer).Concat(Choices.Select(choice => choice.Pointer + "*")).Order(StringComparer.Ordinal));

    /// <summary>Collects what some subschemas ask for together; null when one of them is <c>false</c>.</summary>
    public static SchemaPlace? Of(SchemaDocument document, IEnumerable<SchemaPart> parts)
    {
        Dictionary<string, SchemaPart> flat = new(StringComparer.Ordinal);
        List<SchemaChoice> choices = [];
        HashSet<string> open = new(StringComparer.Ordinal);
        List<SchemaPart> roots = [.. parts];
        return roots.TrueForAll(Add) ? new([.. flat.Values], choices, roots.DistinctBy(root => root.Pointer).Count() == 1) : null;

        bool Add(SchemaPart part)
        {
            if (part.Element.ValueKind is JsonValueKind.True or JsonValueKind.False)
            {
                return part.Element.ValueKind == JsonValueKind.True;
            }

            if (part.Element.ValueKind != JsonValueKind.Object)
            {
                throw part.Refuse("", "a schema is an object, true or false");
            }

            if (open.Contains(part.Pointer))
            {
                throw part.Refuse("$ref", "it refers to itself without an object or a list between");
            }

            if (!flat.TryAdd(part.Pointer, part))
            {
                return true;
            }

            if (flat.Count > MostParts)
            {
                throw new GrammarTooLargeException();
            }

            SchemaKeywords.Check(part);
            open.Add(part.Pointer);
            var fits = Inner(part).All(Add);
            open.Remove(part.Pointer);
            choices.AddRange(ChoiceKeywords.Where(keyword => part.List(keyword) is not null).Select(keyword => new SchemaChoice(part, keyword, Members(part, keyword))));
            return fits;
        }

        IEnumerable<SchemaPart> Inner(SchemaPart part)
        {
            if (part.Text("$ref") is { } reference)
            {
                yield return document.Resolve(part, reference);
            }

            foreach (var member in part.List("allOf") is null ? [] : Members(part, "allOf"))
            {
                yield return member;
            }
        }
    }

    /// <summary>The same place with one choice made; null when the branch is <c>false</c>.</summary>
    public SchemaPlace? Choose(SchemaDocument document, SchemaChoice choice, SchemaPart branch)
    {
        var inner = Of(document, [branch]);
        return inner is null ? null : new(
            [.. Parts.Concat(inner.Parts).DistinctBy(part => part.Pointer)],
            [.. Choices.Where(other => other != choice).Concat(inner.Choices).DistinctBy(other => other.Pointer)],
            HasOneRoot);
    }

    /// <summary>The types that fit all parts.</summary>
    public SchemaTypes Types => Parts.Aggregate(SchemaTypes.All, (types, part) => types & SchemaKeywords.TypesOf(part));

    private static SchemaPart[] Members(SchemaPart part, string keyword)
    {
        var list = part.Under(keyword, part.List(keyword)!.Value);
        return list.Element.GetArrayLength() > MostParts ? throw new GrammarTooLargeException()
            : list.Element.GetArrayLength() > 0 ? [.. list.Element.EnumerateArray().Select((element, index) => list.Under(index.ToString(System.Globalization.CultureInfo.InvariantCulture), element))]
            : throw part.Refuse(keyword, "the list is empty");
    }
}

using System.Text.Json;

namespace Assistant.Inference.Grammars;

/// <summary>Lists under items, prefixItems, minItems and maxItems.</summary>
internal sealed class ArrayTerms(SchemaCompiler compiler)
{
    private TermTable Table => compiler.Table;

    private JsonTerms Json => compiler.Json;

    /// <summary>The lists that fit.</summary>
    public Term Of(SchemaPlace place, int depth)
    {
        var least = place.Parts.Select(part => part.Count("minItems") ?? 0).DefaultIfEmpty(0).Max();
        var most = place.Parts.Select(part => part.Count("maxItems") ?? TermTable.Unlimited).DefaultIfEmpty(TermTable.Unlimited).Min();
        if (most == 0 || least > most)
        {
            return least > most ? Table.Nothing : Table.Then(Json.Bytes("["), Json.Bytes("]"));
        }

        var heads = place.Parts.Select(part => Heads(part)?.Element.GetArrayLength() ?? 0).DefaultIfEmpty(0).Max();
        var rest = compiler.Compile(place.Parts.Select(part => RuleFor(part, int.MaxValue)).OfType<SchemaPart>(), depth - 1);
        var items = heads == 0 ? Json.List(rest, least, rest.Kind == TermKind.Nothing ? 0 : most) : Tuple(place, depth, heads, rest, least, most);
        return Json.Enclosed("[", items, "]");
    }

    private Term Tuple(SchemaPlace place, int depth, int heads, Term rest, int least, int most)
    {
        // What may come after all heads; a list may end before them where it is long enough.
        var after = most <= heads ? Table.Empty : Table.Repeat(Table.Then(Json.Comma, rest), Math.Max(0, least - heads), most == TermTable.Unlimited ? most : most - heads);
        for (var index = Math.Min(heads, most) - 1; index >= 0; index--)
        {
            var position = index;
            var item = compiler.Compile(place.Parts.Select(part => RuleFor(part, position)).OfType<SchemaPart>(), depth - 1);
            var with = Table.Sequence(index == 0 ? Table.Empty : Json.Comma, item, after);
            after = index >= least ? Table.Optional(with) : with;
        }

        return after;
    }

    private static SchemaPart? Heads(SchemaPart part)
    {
        if (part.List("prefixItems") is { } prefix)
        {
            return part.Under("prefixItems", prefix);
        }

        // The older drafts' form of the same.
        return part.Has("items", out var items) && items.ValueKind == JsonValueKind.Array ? part.Under("items", items) : null;
    }

    private static SchemaPart? RuleFor(SchemaPart part, int index)
    {
        if (Heads(part) is { } heads && index < heads.Element.GetArrayLength())
        {
            return heads.Under(index.ToString(System.Globalization.CultureInfo.InvariantCulture), heads.Element[index]);
        }

        return part.Has("items", out var items) && items.ValueKind != JsonValueKind.Array ? part.Under("items", items)
            : part.Has("additionalItems", out var others) && items.ValueKind == JsonValueKind.Array ? part.Under("additionalItems", others)
            : null;
    }
}

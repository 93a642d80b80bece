using System.Text.Json;

namespace Assistant.Inference.Grammars;

/// <summary>Makes a grammar of a JSON schema: all that it generates fits the schema. It need not generate all that would fit.</summary>
internal sealed class SchemaCompiler
{
    private readonly SchemaDocument document;
    private readonly GrammarLimits limits;
    private readonly StringTerms strings;
    private readonly NumberTerms numbers;
    private readonly ObjectTerms objects;
    private readonly ArrayTerms arrays;
    private readonly Disjointness disjointness;
    private readonly Dictionary<(string Key, int Depth), Term> known = [];
    private readonly HashSet<string> open = new(StringComparer.Ordinal);
    private int places;

    private SchemaCompiler(TermTable table, JsonTerms json, SchemaDocument document, GrammarLimits limits)
    {
        Table = table;
        Json = json;
        this.document = document;
        this.limits = limits;
        strings = new(table, json, limits);
        numbers = new(table, json);
        objects = new(this, limits);
        arrays = new(this);
        disjointness = new(document);
    }

    /// <summary>Where terms are made.</summary>
    public TermTable Table { get; }

    /// <summary>The pieces of JSON.</summary>
    public JsonTerms Json { get; }

    /// <summary>The texts that fit a schema.</summary>
    /// <exception cref="UnsupportedSchemaException">It asks for something that can't be promised.</exception>
    /// <exception cref="GrammarTooLargeException">It needs too many states.</exception>
    public static Term Compile(TermTable table, JsonTerms json, JsonElement schema, GrammarLimits limits, SchemaTypes types = SchemaTypes.All)
    {
        var document = SchemaDocument.Read(schema, limits);
        SchemaCompiler compiler = new(table, json, document, limits);
        return compiler.Compile([document.Root], limits.OutputDepth, types);
    }

    /// <summary>The texts that fit some subschemas together.</summary>
    /// <param name="parts">The subschemas.</param>
    /// <param name="depth">How deep objects and lists may still stand in one another.</param>
    /// <param name="types">The only types that are wanted.</param>
    public Term Compile(IEnumerable<SchemaPart> parts, int depth, SchemaTypes types = SchemaTypes.All)
    {
        if (SchemaPlace.Of(document, parts) is not { } place)
        {
            return Table.Nothing;
        }

        if (known.TryGetValue((place.Key, depth), out var term))
        {
            return term;
        }

        places += 1 + place.Parts.Count;
        if (places > limits.Places)
        {
            throw new GrammarTooLargeException();
        }

        return known[(place.Key, depth)] = Choose(place, depth, types, combinations: 1);
    }

    private Term Choose(SchemaPlace place, int depth, SchemaTypes types, int combinations)
    {
        if (place.Choices is not [var choice, ..])
        {
            return Plain(place, depth, types);
        }

        combinations *= choice.Branches.Count;
        if (combinations > limits.Branches)
        {
            throw choice.At.Refuse(choice.Keyword, $"there are more than {limits.Branches} branches, or combinations of them");
        }

        var key = $"{choice.Pointer} {depth}";
        if (!open.Add(key))
        {
            throw choice.At.Refuse(choice.Keyword, "it refers to itself without an object or a list between");
        }

        if (choice.Keyword == "oneOf")
        {
            disjointness.Check(place, choice);
        }

        List<Term> branches = [];
        foreach (var branch in choice.Branches)
        {
            if (place.Choose(document, choice, branch) is { } chosen)
            {
                branches.Add(Choose(chosen, depth, types, combinations));
            }
        }

        open.Remove(key);
        return Table.Either(branches);
    }

    private Term Plain(SchemaPlace place, int depth, SchemaTypes wanted)
    {
        var types = place.Types & wanted;
        if (Enumerated.Of(place, limits) is { } values)
        {
            return Table.Either(values.Where(value => (SchemaKeywords.TypeOf(value) & types) != 0).Select(Json.Literal));
        }

        var meant = place.Parts.Aggregate(SchemaTypes.None, (all, part) => all | SchemaKeywords.MeantBy(part));
        if (place.Parts.All(part => !part.Has("type", out _)))
        {
            if (meant == SchemaTypes.None && types == SchemaTypes.All)
            {
                return Json.Any(depth);
            }

            types &= meant == SchemaTypes.None ? SchemaTypes.All : meant;
        }

        return Table.Either(
            Has(SchemaTypes.Null) ? Json.Null : Table.Nothing,
            Has(SchemaTypes.Boolean) ? Json.Boolean : Table.Nothing,
            Has(SchemaTypes.String) ? strings.Of(place) : Table.Nothing,
            Has(SchemaTypes.Integer) ? numbers.Of(place, isWhole: !Has(SchemaTypes.Number)) : Table.Nothing,
            Has(SchemaTypes.Array) && depth > 0 ? arrays.Of(place, depth) : Table.Nothing,
            Has(SchemaTypes.Object) && depth > 0 ? objects.Of(place, depth) : Table.Nothing);

        bool Has(SchemaTypes type) => (types & type) == type;
    }
}

using System.Text.Json;

namespace Assistant.Inference.Grammars;

/// <summary>What texts are wanted, as a recipe: an automaton of it is made when it is needed, and anew when it has grown too large.</summary>
/// <param name="key">What names it: grammars of the same key are the same.</param>
/// <param name="build">Makes its terms.</param>
/// <param name="limits">What it may cost.</param>
internal sealed class Grammar(string key, Func<TermTable, JsonTerms, Term> build, GrammarLimits limits)
{
    /// <summary>What names it.</summary>
    public string Key { get; } = key;

    /// <summary>Makes its terms, as a part of others.</summary>
    public Term Build(TermTable table, JsonTerms json) => build(table, json);

    /// <summary>Makes an automaton.</summary>
    /// <exception cref="UnsupportedSchemaException">A schema asks for something that can't be promised, or nothing fits it.</exception>
    public Automaton Compile()
    {
        TermTable table = new(limits.Terms);
        try
        {
            Automaton automaton = new(table, build(table, new(table)));
            if (automaton.IsNearlyFull)
            {
                throw new GrammarTooLargeException();
            }

            return automaton.ShortestOf(automaton.Start) < Automaton.Dead
                ? automaton
                : throw new UnsupportedSchemaException("", "", "its keywords contradict one another, or it is deeper than what is generated: nothing fits it");
        }
        catch (GrammarTooLargeException e)
        {
            throw new UnsupportedSchemaException("", "", e.Message, e);
        }
    }

    /// <summary>All JSON that fits a schema.</summary>
    public static Grammar OfSchema(JsonElement schema, GrammarLimits? limits = null)
    {
        var chosen = limits ?? new();
        return new($"schema {schema.GetRawText()}", (table, json) => SchemaCompiler.Compile(table, json, schema, chosen), chosen);
    }

    /// <summary>Any JSON object.</summary>
    public static Grammar OfAnyObject() => new("object", (_, json) => json.AnyObject(depth: 8), new());

    /// <summary>The same, after a space or none: with a SentencePiece vocabulary the first word of an answer begins with one.</summary>
    public Grammar AfterSpace() => new(" " + Key, (table, json) => table.Then(json.Blank, build(table, json)), limits);
}

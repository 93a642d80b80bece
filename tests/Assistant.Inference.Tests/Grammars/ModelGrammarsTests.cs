using System.Text.Json;
using Assistant.Inference.Grammars;

namespace Assistant.Inference.Tests.Grammars;

/// <summary>What is kept of the grammars that were asked for.</summary>
public class ModelGrammarsTests
{
    [Fact]
    public void Small_grammars_are_kept_by_their_number_and_large_ones_by_their_states()
    {
        var (small, large) = (SomeVocabulary.Grammars(), SomeVocabulary.Grammars());
        for (var index = 0; index < 20; index++)
        {
            small.Get(Schema($$"""{"const":{{index}}}"""), []);
            large.Get(Schema($$"""{"enum":[{{string.Join(',', Enumerable.Range(0, 700).Select(value => $"\"{new string('x', 55)} {index} {value}\""))}}]}"""), []);
        }

        Assert.Equal(16, small.Kept);
        Assert.InRange(large.Kept, 1, 8);
    }

    [Fact]
    public void A_grammar_that_is_kept_is_the_same_automaton()
    {
        var grammars = SomeVocabulary.Grammars();

        Assert.Same(grammars.Get(Schema("""{"type":"boolean"}"""), []), grammars.Get(Schema("""{"type":"boolean"}"""), []));
    }

    private static Grammar Schema(string schema) => Grammar.OfSchema(JsonElement.Parse(schema));
}

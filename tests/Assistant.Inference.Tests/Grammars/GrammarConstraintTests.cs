using System.Text;
using System.Text.Json;
using Assistant.Inference.Grammars;
using Assistant.Inference.Tests.Fixtures;

namespace Assistant.Inference.Tests.Grammars;

/// <summary>What the scheduler is promised: a mask that agrees with the single answers, an end in time, nothing that does not belong.</summary>
public class GrammarConstraintTests
{
    private static readonly HashSet<int> Ends = [SomeVocabulary.End];

    [Fact]
    public void The_end_may_come_only_when_the_text_is_whole_and_nothing_after_it()
    {
        var constraint = Constrain("""{"type":"boolean"}""");

        Assert.False(constraint.CanEnd);
        Assert.False(constraint.Allows(SomeVocabulary.End));
        Assert.False(constraint.Allows(SomeVocabulary.Marker));
        Write(constraint, "true");
        Assert.True(constraint.CanEnd);
        Assert.True(constraint.MustEnd);
        Assert.True(constraint.Allows(SomeVocabulary.End));
        constraint.Accept(SomeVocabulary.End);
        Assert.False(constraint.Allows('t'));
    }

    [Fact]
    public void A_token_that_may_not_follow_is_not_taken()
    {
        var constraint = Constrain("""{"type":"integer"}""");

        Assert.Throws<InvalidOperationException>(() => constraint.Accept('"'));
        Assert.Throws<InvalidOperationException>(() => constraint.Accept(SomeVocabulary.End));
    }

    [Fact]
    public void The_shortest_completion_ends_characters_strings_and_braces()
    {
        var constraint = Constrain("""{"type":"object","properties":{"a":{"type":"string"},"b":{"type":"array","items":{"type":"string"}}},"required":["a","b"]}""");
        Write(constraint, "{\"a\": \"x\xF0\x9F");

        Assert.False(constraint.MustClose(tokensLeft: 100, out _));
        Assert.True(constraint.MustClose(tokensLeft: 8, out var closing));
        var rest = closing.SelectMany(token => SomeVocabulary.Tokens[token]).ToArray();
        var whole = Encoding.UTF8.GetString([.. "{\"a\": \"x\xF0\x9F".Select(letter => (byte)letter), .. rest]);
        Assert.Equal(JsonValueKind.Array, JsonElement.Parse(whole).GetProperty("b").ValueKind);
        Assert.DoesNotContain('�', whole);
    }

    [Fact]
    public void A_token_after_which_the_rest_would_not_fit_is_refused()
    {
        var constraint = Constrain("""{"anyOf":[{"const":1},{"const":"a very long text that has to be written to its end"}]}""");

        Assert.False(constraint.MustClose(tokensLeft: 20, out _));
        Assert.False(constraint.Allows('"'));
        Assert.True(constraint.Allows('1'));
        Assert.False(constraint.MustClose(tokensLeft: 500, out _));
        Assert.True(constraint.Allows('"'));
    }

    [Fact]
    public void Blanks_have_an_end()
    {
        var constraint = Constrain("""{"type":"array"}""");
        Write(constraint, "[\n" + new string(' ', 16));

        Assert.False(constraint.Allows(' '));
        Assert.False(constraint.Allows('\n'));
        Assert.True(constraint.Allows(']'));
    }

    [Fact]
    public void A_long_counted_string_goes_on_when_its_automaton_is_renewed()
    {
        GrammarConstraint constraint = new(SomeVocabulary.Grammars(), Grammar.OfSchema(JsonElement.Parse("""{"type":"string","maxLength":9000}"""), new() { Terms = 4000 }), [], Ends);
        Write(constraint, "\"" + new string('x', 9000));

        Assert.False(constraint.Allows('x'));
        Assert.True(constraint.Allows('"'));
    }

    [Fact]
    public void A_real_vocabulary_spells_every_completion_and_masks_as_it_allows()
    {
        using var model = Local.Load(Repository.SharedOrSkip("models", "SmolLM2-135M-Instruct.Q4_1.gguf"), vocabularyOnly: true);
        var end = model.Vocabulary.IdOf("<|im_end|>")!.Value;
        GrammarConstraint constraint = new(
            new ModelGrammars(model.Vocabulary), Grammar.OfSchema(JsonElement.Parse("""{"type":"object","properties":{"naïve":{"enum":["é","你好"]}},"required":["naïve"]}""")), [], new HashSet<int> { end });
        var logits = new float[model.Vocabulary.Count];
        List<byte> text = [];

        Assert.True(constraint.MustClose(constraint.ShortestTokens, out var closing));
        foreach (var token in closing)
        {
            Array.Clear(logits);
            constraint.Mask(logits);
            Assert.All(Enumerable.Range(0, logits.Length), other => Assert.Equal(constraint.Allows(other), logits[other] == 0));
            constraint.Accept(token);
            text.AddRange(model.Vocabulary.Bytes(token));
        }

        Assert.Equal("é", JsonElement.Parse(text.ToArray()).GetProperty("naïve").GetString());
        Assert.True(constraint.MustEnd);
    }

    private static GrammarConstraint Constrain(string schema) => new(SomeVocabulary.Grammars(), Grammar.OfSchema(JsonElement.Parse(schema)), [SomeVocabulary.Marker], Ends);

    // Letters up to U+00FF stand for bytes.
    private static void Write(GrammarConstraint constraint, string bytes)
    {
        foreach (var letter in bytes)
        {
            Assert.True(constraint.Allows(letter), $"'{letter}' is refused");
            constraint.Accept(letter);
        }
    }
}

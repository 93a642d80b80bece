using System.Text.Json;
using Assistant.Inference.Formats;
using Assistant.Inference.Grammars;
using Assistant.Inference.Scheduling;
using Assistant.Inference.Tests.Grammars;
using Assistant.Inference.Tools;
using Json.Schema;
using Microsoft.Extensions.AI;

namespace Assistant.Inference.Tests.Tools;

/// <summary>Whatever a model writes when tools are offered: its calls can be read and fit, in every family's own form.</summary>
public class ToolCallTests
{
    private const string Weather = """{"type":"object","properties":{"city":{"type":"string","maxLength":12},"unit":{"enum":["c","f"]}},"required":["city"],"additionalProperties":false}""";
    private const string Empty = """{"type":"object","properties":{}}""";

    private static readonly HashSet<int> Ends = [SomeVocabulary.End];
    private static readonly HashSet<string> Names = ["get_weather", "get_time"];

    private static readonly AITool[] Tools =
    [
        AIFunctionFactory.CreateDeclaration("get_weather", "The weather.", JsonElement.Parse(Weather)),
        AIFunctionFactory.CreateDeclaration("get_time", null, JsonElement.Parse(Empty)),
    ];

    public static TheoryData<string> Formats => [.. ChatFormats.Names];

    [Theory, MemberData(nameof(Formats))]
    public void A_required_call_is_read_back_and_fits_its_schema(string name)
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var read = Write(name, isFree: false, seed, 60 + seed);

            Assert.Equal((OutputOutcome.Calls, ""), (read.Outcome, read.Content));
            Check(read);
        }
    }

    [Theory, MemberData(nameof(Formats))]
    public void A_call_that_was_begun_of_free_will_is_whole_and_fits(string name)
    {
        var calls = 0;
        for (var seed = 0; seed < 60; seed++)
        {
            var read = Write(name, isFree: true, seed, 40 + (3 * seed));

            Assert.True(read.Outcome != OutputOutcome.Error, read.Fault);
            calls += read.Outcome == OutputOutcome.Calls ? 1 : 0;
            Check(read);
        }

        Assert.NotEqual(0, calls);
    }

    [Theory]
    [InlineData("hermes", "Write `<tool_call>` like this", true)]
    [InlineData("hermes", "```\n<tool_call>{}</tool_call>\n```\nThat is all.", true)]
    [InlineData("hermes", "A <tool_ call", true)]
    [InlineData("hermes", "Yes. <tool_call>x", false)]
    [InlineData("hermes", "<tool_call>\n{\"name\": \"delete_all", false)]
    [InlineData("llama3.1", "{\"name\": \"Anna\", \"age\": 31}", true)]
    [InlineData("llama3.1", "{\"name\": \"get_weather\", \"description\": \"x\"}", true)]
    [InlineData("llama3.1", "Say {\"name\": \"get_weather\", \"parameters\": x}", true)]
    [InlineData("llama3.1", "{\"name\": \"get_weather\", \"parameters\": x}", false)]
    [InlineData("mistral-v3", "[{\"name\": \"get_weather\", \"arguments\": x}]", true)]
    public void Words_are_free_until_a_call_begins(string name, string text, bool isFree)
    {
        var constraint = Free(name);

        Assert.Equal(isFree, text.All(letter =>
        {
            if (!constraint.Allows(letter))
            {
                return false;
            }

            constraint.Accept(letter);
            return true;
        }));
        Assert.Equal(isFree, constraint.CanEnd);
    }

    [Fact]
    public void A_call_that_would_not_fit_into_what_is_left_is_not_begun()
    {
        var constraint = Free("mistral-v3");

        Assert.False(constraint.MustClose(tokensLeft: 4, out _));
        Assert.False(constraint.Allows(SomeVocabulary.IdOf("[TOOL_CALLS]")!.Value));
        Assert.True(constraint.Allows('x'));
        Assert.False(constraint.MustClose(tokensLeft: 100, out _));
        Assert.True(constraint.Allows(SomeVocabulary.IdOf("[TOOL_CALLS]")!.Value));
    }

    [Fact]
    public void Control_tokens_of_calls_stand_only_where_they_belong()
    {
        var constraint = Free("mistral-v13");

        Assert.False(constraint.Allows(SomeVocabulary.IdOf("[ARGS]")!.Value));
        Assert.False(constraint.Allows(SomeVocabulary.IdOf("<|python_tag|>")!.Value));
        constraint.Accept(SomeVocabulary.IdOf("[TOOL_CALLS]")!.Value);
        Assert.False(constraint.CanEnd);
        Assert.False(constraint.Allows(SomeVocabulary.IdOf("[ARGS]")!.Value));
    }

    [Theory]
    [InlineData("{\"type\":\"string\"}", "type")]
    [InlineData("{\"type\":\"object\",\"properties\":{\"a\":{\"not\":{}}}}", "not")]
    public void A_tool_whose_schema_cannot_be_promised_is_refused_by_its_name(string schema, string keyword)
    {
        var tool = AIFunctionFactory.CreateDeclaration("odd_tool", null, JsonElement.Parse(schema));

        var refusal = Assert.Throws<UnsupportedSchemaException>(() => ToolGrammar.Of(ChatFormats.ByName("hermes"), SomeVocabulary.IdOf, [tool], several: true, isFree: true).Grammar.Compile());

        Assert.Contains("odd_tool", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(keyword, refusal.Keyword);
    }

    [Fact]
    public void Tools_without_a_usable_name_and_vocabularies_without_the_tokens_are_refused()
    {
        var spaced = AIFunctionFactory.CreateDeclaration("my tool", null, JsonElement.Parse(Empty));

        Assert.Throws<NotSupportedException>(() => ToolGrammar.Of(ChatFormats.ByName("hermes"), SomeVocabulary.IdOf, [spaced], several: true, isFree: true));
        Assert.Throws<NotSupportedException>(() => ToolGrammar.Of(ChatFormats.ByName("hermes"), SomeVocabulary.IdOf, [Tools[0], Tools[0]], several: true, isFree: true));
        Assert.Contains("[TOOL_CALLS]", Assert.Throws<LocalModelException>(() => ToolGrammar.Of(ChatFormats.ByName("mistral-v3"), _ => null, Tools, several: true, isFree: true)).Message, StringComparison.Ordinal);
    }

    private static GrammarConstraint Free(string name)
    {
        var tools = ToolGrammar.Of(ChatFormats.ByName(name), SomeVocabulary.IdOf, Tools, several: true, isFree: true);
        return new(SomeVocabulary.Grammars(), tools.Grammar, tools.Symbols, Ends, new CallOpening(tools, new Dictionary<int, bool>()));
    }

    private static ParsedOutput Write(string name, bool isFree, int seed, int mostTokens)
    {
        var format = ChatFormats.ByName(name);
        var tools = ToolGrammar.Of(format, SomeVocabulary.IdOf, Tools, several: true, isFree);
        ITokenConstraint constraint = isFree ? Free(name) : new GrammarConstraint(SomeVocabulary.Grammars(), tools.Grammar, tools.Symbols, Ends);
        if (isFree && seed % 2 == 0)
        {
            Begin(constraint, name);
        }

        var tokens = Generated.Tokens(constraint, seed, mostTokens);
        List<OutputPiece> pieces = [.. SomeVocabulary.Pieces(isFree && seed % 2 == 0 ? Beginning(name).Concat(tokens) : tokens)];
        return OutputReader.Of(format).Read(pieces, new(Names, IsCut: true));
    }

    // Chance alone would hardly ever begin a call.
    private static void Begin(ITokenConstraint constraint, string name)
    {
        foreach (var token in Beginning(name))
        {
            Assert.True(constraint.Allows(token));
            constraint.Accept(token);
        }
    }

    private static IEnumerable<int> Beginning(string name) =>
        CallSyntax.Of(ChatFormats.ByName(name)).Symbols[0] is "[TOOL_CALLS]" ? [.. "Well. ".Select(letter => (int)letter), SomeVocabulary.IdOf("[TOOL_CALLS]")!.Value]
        : name.StartsWith("llama3.", StringComparison.Ordinal) ? "{\"name\": \"get_weather\", \"parameters\":".Select(letter => (int)letter)
        : "Well. <tool_call>".Select(letter => (int)letter);

    private static void Check(ParsedOutput read)
    {
        foreach (var call in read.Calls)
        {
            var schema = JsonSchema.FromText(call.Name == "get_weather" ? Weather : Empty);
            Assert.True(schema.Evaluate(call.Arguments).IsValid, call.Arguments.GetRawText());
        }
    }
}

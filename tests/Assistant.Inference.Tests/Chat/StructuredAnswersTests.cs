using System.ComponentModel;
using System.Text.Json;
using Assistant.Inference.Chat;
using Assistant.Inference.Grammars;
using Assistant.Inference.Tests.Fixtures;
using Json.Schema;
using Microsoft.Extensions.AI;

namespace Assistant.Inference.Tests.Chat;

/// <summary>JSON and calls of tools from weights that know nothing: what comes out fits all the same.</summary>
public sealed class StructuredAnswersTests : IDisposable
{
    private const string Person = """{"type":"object","properties":{"name":{"type":"string","minLength":1},"age":{"type":"integer","minimum":0,"maximum":130},"tags":{"type":"array","items":{"enum":["a","b"]}}},"required":["name","age","tags"],"additionalProperties":false}""";

    private readonly TempFolder folder = new();
    private readonly CancellationToken cancellation = TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_response_format_with_a_schema_is_kept_however_short_the_answer_has_to_be()
    {
        using var client = Tiny();
        var schema = JsonElement.Parse(Person);
        for (var seed = 0; seed < 8; seed++)
        {
            var response = await client.GetResponseAsync(
                "Who?", new() { ResponseFormat = ChatResponseFormat.ForJsonSchema(schema), Temperature = 1.5f, Seed = seed, MaxOutputTokens = 60 + (10 * seed) }, cancellation);

            Assert.True(JsonSchema.FromText(Person).Evaluate(JsonElement.Parse(response.Text)).IsValid, response.Text);
            Assert.True(response.Usage!.OutputTokenCount <= 60 + (10 * seed));
        }
    }

    [Fact]
    public async Task A_response_format_without_a_schema_gives_an_object()
    {
        using var client = Tiny();

        var response = await client.GetResponseAsync("Who?", new() { ResponseFormat = ChatResponseFormat.Json, MaxOutputTokens = 40, Temperature = 1, Seed = 3 }, cancellation);

        Assert.Equal(JsonValueKind.Object, JsonElement.Parse(response.Text).ValueKind);
    }

    [Fact]
    public async Task A_typed_answer_can_be_asked_for()
    {
        using var client = Tiny();

        var response = await client.GetResponseAsync<Coordinates>("Where?", new ChatOptions { MaxOutputTokens = 60, Temperature = 1, Seed = 3 }, cancellationToken: cancellation);

        Assert.True(response.TryGetResult(out var where));
        Assert.NotNull(where);
    }

    [Fact]
    public async Task What_cannot_be_promised_or_does_not_fit_is_refused_before_anything_is_computed()
    {
        using var client = Tiny();
        var schema = ChatResponseFormat.ForJsonSchema(JsonElement.Parse("""{"not":{}}"""));

        await Assert.ThrowsAsync<UnsupportedSchemaException>(() => client.GetResponseAsync("x", new() { ResponseFormat = schema }, cancellation));
        var tooShort = await Assert.ThrowsAsync<ArgumentException>(() =>
            client.GetResponseAsync("x", new() { ResponseFormat = ChatResponseFormat.ForJsonSchema(JsonElement.Parse(Person)), MaxOutputTokens = 5 }, cancellation));
        Assert.Contains("room for 5", tooShort.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ArgumentException>(() => client.GetResponseAsync("x", new() { ToolMode = ChatToolMode.RequireAny }, cancellation));
        await Assert.ThrowsAsync<ArgumentException>(() => client.GetResponseAsync("x", new() { Tools = [Weather()], ToolMode = ChatToolMode.RequireSpecific("other") }, cancellation));
    }

    [Theory]
    [InlineData("llama3"), InlineData("llama3.1")]
    public async Task A_required_call_comes_as_a_call_and_never_as_text(string format)
    {
        using var client = Tiny(format);
        ChatOptions options = new() { Tools = [Weather(), Time()], ToolMode = ChatToolMode.RequireSpecific("weather"), MaxOutputTokens = 120, Temperature = 1, Seed = 1 };

        var updates = await client.GetStreamingResponseAsync("the questions", options, cancellation).ToListAsync(cancellation);

        Assert.Equal("", string.Concat(updates.Select(update => update.Text)));
        Assert.Equal(ChatFinishReason.ToolCalls, updates[^1].FinishReason);
        Assert.All(updates.SelectMany(update => update.Contents).OfType<FunctionCallContent>(), call =>
        {
            Assert.Equal("weather", call.Name);
            Assert.Matches("^[A-Za-z0-9]{9}$", call.CallId);
            Assert.Contains(call.Arguments!["unit"]!.ToString(), new[] { "Celsius", "Fahrenheit" });
        });
        Assert.NotEmpty(updates.SelectMany(update => update.Contents).OfType<FunctionCallContent>());
    }

    [Fact]
    public async Task Free_to_choose_a_model_that_knows_nothing_writes_words()
    {
        using var client = Tiny();
        ChatOptions options = new() { Tools = [Weather()], MaxOutputTokens = 30, Temperature = 1, Seed = 1 };

        var response = await client.GetResponseAsync("the questions", options, cancellation);
        options.ToolMode = ChatToolMode.None;
        var without = await client.GetResponseAsync("the questions", options, cancellation);

        Assert.NotEmpty(response.Text);
        Assert.True(response.Usage!.InputTokenCount > without.Usage!.InputTokenCount);
    }

    [Fact]
    public async Task The_function_invoker_of_the_ecosystem_works_on_top()
    {
        using var tiny = Tiny();
        List<string> asked = [];
        var tool = AIFunctionFactory.Create(
            ([Description("Where")] string city, Unit unit) =>
            {
                asked.Add(city);
                return $"20 degrees {unit}";
            },
            "weather");
        using var client = tiny.AsBuilder().UseFunctionInvocation().Build();
        ChatOptions options = new() { Tools = [tool], ToolMode = ChatToolMode.RequireAny, AllowMultipleToolCalls = false, MaxOutputTokens = 100, Temperature = 1, Seed = 2 };

        var response = await client.GetResponseAsync("the questions", options, cancellation);

        Assert.Single(asked);
        var result = response.Messages.SelectMany(message => message.Contents).OfType<FunctionResultContent>().Single();
        Assert.StartsWith("20 degrees", result.Result!.ToString(), StringComparison.Ordinal);
        Assert.Equal(ChatRole.Assistant, response.Messages[^1].Role);
    }

    private LocalChatClient Tiny(string? format = null) =>
        Local.Chat(TinyGguf.Writer().WriteTo(Path.Combine(folder.Path, "tiny.gguf")), options =>
        {
            options.ContextTokens = 2048;
            options.ChatFormat = format;
        });

    private static AIFunction Weather() => AIFunctionFactory.Create((string city, Unit unit) => $"{city} {unit}", "weather", "The weather.");

    private static AIFunction Time() => AIFunctionFactory.Create(() => "noon", "time");

    private sealed record Coordinates(double Latitude, double Longitude);

    private enum Unit
    {
        Celsius,
        Fahrenheit,
    }
}

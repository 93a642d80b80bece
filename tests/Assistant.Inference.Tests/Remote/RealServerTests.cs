using System.Numerics.Tensors;
using System.Text.Json;
using Assistant.Inference.Chat;
using Assistant.Inference.Reranking;
using Assistant.Inference.Tests.Fixtures;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Assistant.Inference.Tests.Remote;

/// <summary>llama.cpp's own server as the remote one, beside the same model files in this process.</summary>
public sealed class RealServerTests
{
    private static readonly string[] Narrow = ["-c", "2048", "-np", "2", "-t", "2"];

    // It doesn't hold itself to a call that is required (docs/known-issues.md), so none is asked for here.
    private static readonly AITool Days = AIFunctionFactory.CreateDeclaration(
        "days_of_leave", "How many days of leave a year has.", JsonElement.Parse("""{"type":"object","properties":{"year":{"type":"integer"}},"required":["year"],"additionalProperties":false}"""));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static string Small => Repository.SharedOrSkip("models", "SmolLM2-135M-Instruct.Q4_1.gguf");

    [Fact]
    public async Task A_prompt_has_the_same_tokens_there_as_here_and_its_beginning_is_kept()
    {
        await using var server = await StartOrSkipAsync(Small, Narrow);
        using var models = Far.Models(UrlOf(server));
        using var local = Local.Chat(Small);
        List<ChatMessage> messages = [new(ChatRole.System, "You answer in one sentence."), new(ChatRole.User, "What is the capital of France?")];
        ChatOptions options = new() { MaxOutputTokens = 16, Temperature = 0 };

        var chat = models.Chat!;
        List<ChatResponseUpdate> pieces = [];
        await foreach (var piece in chat.GetStreamingResponseAsync(messages, options, Cancellation))
        {
            pieces.Add(piece);
        }

        var far = pieces.ToChatResponse();
        var again = await chat.GetResponseAsync(messages, options, Cancellation);
        var here = await local.GetResponseAsync(messages, options, Cancellation);
        TestContext.Current.TestOutputHelper?.WriteLine($"there '{far.Text}', here '{here.Text}', usage {far.Usage!.InputTokenCount}+{far.Usage.OutputTokenCount}, cached at the second time {again.Usage!.CachedInputTokenCount}");

        Assert.True(pieces.Count(piece => piece.Text.Length > 0) > 3);
        Assert.Contains("Paris", far.Text, StringComparison.Ordinal);
        Assert.Equal(here.Usage!.InputTokenCount, far.Usage!.InputTokenCount);
        Assert.Null(far.Usage.AdditionalCounts);
        Assert.True(again.Usage!.CachedInputTokenCount > 0);
    }

    [Fact]
    public async Task A_schema_is_kept_to_and_the_call_of_a_tool_with_its_result_is_taken()
    {
        await using var server = await StartOrSkipAsync(Small, Narrow);
        using var models = Far.Models(UrlOf(server));
        var schema = JsonElement.Parse("""{"type":"object","properties":{"city":{"type":"string","maxLength":20},"people":{"type":"integer"}},"required":["city","people"],"additionalProperties":false}""");

        var chat = models.Chat!;
        var shaped = await chat.GetResponseAsync(
            "Tell a city and how many people live there, as JSON.", new() { ResponseFormat = ChatResponseFormat.ForJsonSchema(schema), MaxOutputTokens = 100, Temperature = 0 }, Cancellation);
        List<ChatMessage> messages = [new(ChatRole.User, "How many days of leave has the year 2026?")];
        messages.Add(new(ChatRole.Assistant, [new FunctionCallContent("c1", "days_of_leave", new Dictionary<string, object?> { ["year"] = 2026 })]));
        messages.Add(new(ChatRole.Tool, [new FunctionResultContent("c1", 27)]));
        var said = await chat.GetResponseAsync(messages, new() { Tools = [Days], ToolMode = ChatToolMode.Auto, MaxOutputTokens = 32, Temperature = 0 }, Cancellation);
        TestContext.Current.TestOutputHelper?.WriteLine($"{shaped.Text} | {said.Text}");

        var answer = JsonElement.Parse(shaped.Text);
        Assert.Equal(["city", "people"], answer.EnumerateObject().Select(field => field.Name).Order());
        Assert.Equal(JsonValueKind.Number, answer.GetProperty("people").ValueKind);
        Assert.NotEmpty(said.Messages.SelectMany(message => message.Contents));
    }

    [Fact]
    public async Task A_prompt_that_is_too_long_is_told_with_both_numbers_and_a_broken_off_answer_leaves_no_trace()
    {
        await using var server = await StartOrSkipAsync(Small, "-c", "512", "-np", "1", "-t", "2");
        using var models = Far.Models(UrlOf(server));

        var chat = models.Chat!;
        var refusal = await Assert.ThrowsAsync<PromptTooLongException>(() => chat.GetResponseAsync(string.Join(' ', Enumerable.Repeat("soup", 2_000)), cancellationToken: Cancellation));
        await foreach (var piece in chat.GetStreamingResponseAsync("Tell a long story.", new() { MaxOutputTokens = 400 }, Cancellation))
        {
            if (piece.Text.Length > 0)
            {
                break;
            }
        }

        var next = await chat.GetResponseAsync("Say yes.", new() { MaxOutputTokens = 4 }, Cancellation);

        Assert.Contains("512", refusal.Message, StringComparison.Ordinal);
        Assert.NotEqual("", next.Text);
    }

    [Fact]
    public async Task Vectors_are_those_of_the_same_file_here()
    {
        var file = ModelPaths.ShippedEmbedder;
        await using var server = await StartOrSkipAsync(file, "--embeddings", "-t", "2");
        using var models = Far.Models(UrlOf(server));
        await using var local = Local.Embedder();
        string[] texts = ["How many days of leave do I have?", "Employees get 27 days of leave.", "", "Le café est fermé le lundi."];

        var far = await models.Embedder!.GenerateAsync(texts, cancellationToken: Cancellation);
        var here = await local.GenerateAsync(texts, cancellationToken: Cancellation);

        Assert.All(far.Zip(here), pair => Assert.True(TensorPrimitives.CosineSimilarity(pair.First.Vector.Span, pair.Second.Vector.Span) > 0.9999));
        Assert.Equal(here.Usage!.InputTokenCount, far.Usage!.InputTokenCount);
    }

    [Fact]
    public async Task Scores_are_in_the_order_of_the_same_file_here()
    {
        using TempFolder folder = new();
        var file = TinyBert.Writer(TinyBert.Rank).WriteTo(folder.File("tiny-reranker.gguf"));
        await using var server = await StartOrSkipAsync(file, "--reranking", "-t", "2", "-c", "64", "-np", "1");
        using var models = Far.Models(UrlOf(server));
        await using LocalReranker local = new(Local.RuntimeOrSkip(), Options.Create(new LocalModelsOptions { Reranker = file }), TimeProvider.System, NullLogger<LocalReranker>.Instance);
        string[] texts = ["the soup is hot", "of leave", "many days", "how many days of leave is the soup"];

        var far = await models.Reranker!.RerankAsync("how many days of leave", texts, Cancellation);
        var here = await local.RerankAsync("how many days of leave", texts, Cancellation);
        TestContext.Current.TestOutputHelper?.WriteLine($"there {string.Join(' ', far.Select(score => score.Score))}, here {string.Join(' ', here.Select(score => score.Score))}");

        Assert.Equal(Order(here), Order(far));
    }

    private static async Task<LlamaServerProcess> StartOrSkipAsync(string model, params string[] arguments)
    {
        var program = Environment.GetEnvironmentVariable("LLAMA_SERVER");
        Assert.SkipWhen(string.IsNullOrEmpty(program), "LLAMA_SERVER doesn't name llama.cpp's server (docs/benchmarks/engine.md says how it is built).");
        return await LlamaServerProcess.StartAsync(program!, model, arguments);
    }

    private static string UrlOf(LlamaServerProcess server) => new Uri(server.Address, "v1").AbsoluteUri;

    private static IEnumerable<int> Order(IReadOnlyList<RerankScore> scores) => scores.Select((score, index) => (score.Score, index)).OrderByDescending(pair => pair.Score).Select(pair => pair.index);
}

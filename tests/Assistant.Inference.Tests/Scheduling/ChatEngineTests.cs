using Assistant.Inference.Engine;
using Assistant.Inference.Scheduling;
using Assistant.Inference.Tests.Fixtures;
using Microsoft.Extensions.Logging.Abstractions;

namespace Assistant.Inference.Tests.Scheduling;

public sealed class ChatEngineTests : IDisposable
{
    private static readonly EngineSettings Settings = new()
    {
        ContextTokens = 512,
        Cells = 2048,
        Parallel = 4,
        QueueLimit = 64,
        PromptTokensAlone = 128,
        PromptTokensBetween = 32,
        TimeLimit = TimeSpan.FromMinutes(10),
    };

    private readonly TempFolder folder = new();
    private readonly LlamaModel model;
    private readonly CancellationToken cancellation = TestContext.Current.CancellationToken;

    public ChatEngineTests() => model = Local.Load(TinyGguf.Writer().WriteTo(folder.File("tiny.gguf")));

    public void Dispose()
    {
        model.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task Requests_that_run_together_get_the_tokens_that_each_gets_alone()
    {
        var prompts = Enumerable.Range(0, 24).Select(Prompt).ToList();
        using var engine = Engine();

        var answers = await Task.WhenAll(prompts.Select(prompt => TokenRequest.RunAsync(engine, new(prompt, maxTokens: 20))));

        Assert.True(answers.Select(answer => string.Join(' ', answer.Tokens)).Distinct().Count() > 20);
        Assert.All(answers.Zip(prompts), pair => Likeliest.Assert(model, pair.Second, pair.First.Tokens));
        Assert.All(answers, answer => Assert.Equal(20, answer.Tokens.Count));
    }

    // Different lengths and different tokens: what belongs to one request would show in another.
    private static List<int> Prompt(int number)
    {
        Random random = new(number);
        return [.. Enumerable.Range(0, 20 + (number * 13)).Select(_ => random.Next(300))];
    }

    private ChatEngine Engine(EngineSettings? settings = null) => new(model, settings ?? Settings, TimeProvider.System, NullLogger.Instance);
}

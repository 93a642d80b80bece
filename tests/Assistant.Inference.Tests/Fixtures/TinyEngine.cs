using Assistant.Inference.Engine;
using Assistant.Inference.Scheduling;
using Microsoft.Extensions.Logging.Abstractions;

namespace Assistant.Inference.Tests.Fixtures;

/// <summary>Makes engines on the tiny model, and prompts for them.</summary>
internal sealed class TinyEngine : IDisposable
{
    private readonly TempFolder folder = new();

    public TinyEngine() => Model = Local.Load(TinyGguf.Writer().WriteTo(folder.File("tiny.gguf")));

    public static EngineSettings Settings { get; } = new()
    {
        ContextTokens = 512,
        Cells = 2048,
        Parallel = 4,
        QueueLimit = 64,
        PromptTokensAlone = 128,
        PromptTokensBetween = 32,
        TimeLimit = TimeSpan.FromMinutes(10),
        IdleTime = TimeSpan.FromMinutes(5),
    };

    public LlamaModel Model { get; }

    public TempFolder Folder => folder;

    // Each its own tokens: what is mixed up would show.
    public static List<int> Prompt(int seed, int length)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, length).Select(_ => random.Next(300))];
    }

    public ChatEngine Start(EngineSettings? settings = null, TimeProvider? time = null) =>
        new(Model, settings ?? Settings, time ?? TimeProvider.System, NullLogger.Instance);

    // A request that keeps the decode thread busy until it may go on, so that what comes meanwhile has to wait.
    public static IDisposable Hold(ChatEngine engine)
    {
        ManualResetEventSlim go = new();
        using ManualResetEventSlim held = new();
        TokenRequest request = new(Prompt(12345, 5), maxTokens: 1, take: _ =>
        {
            held.Set();
            go.Wait(TimeSpan.FromSeconds(60));
            return true;
        });
        engine.Submit(request.Request);
        Assert.True(held.Wait(TimeSpan.FromSeconds(60)));
        return new Releasing(go);
    }

    public void Dispose()
    {
        Model.Dispose();
        folder.Dispose();
    }

    private sealed class Releasing(ManualResetEventSlim go) : IDisposable
    {
        public void Dispose() => go.Set();
    }
}

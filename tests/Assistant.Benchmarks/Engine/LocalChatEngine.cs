using System.Diagnostics;
using System.Text;
using Assistant.Inference;
using Assistant.Inference.Chat;
using Assistant.Inference.Gguf;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Assistant.Benchmarks.Engine;

/// <summary>Our engine.</summary>
internal sealed class LocalChatEngine(IChatClient client, string name, IAsyncDisposable? worker = null) : IChatEngine
{
    /// <inheritdoc/>
    public string Name => name;

    /// <summary>The libraries that the build put beside this program.</summary>
    public static LlamaRuntime Runtime { get; } = new(Options.Create(new LocalModelsOptions()), NullLogger<LlamaRuntime>.Instance);

    /// <summary>Loads a model, in this process or in a worker as the product has it.</summary>
    public static async Task<LocalChatEngine> LoadAsync(string path, Action<LocalModelsOptions> configure, bool inWorker = false)
    {
        if (inWorker)
        {
            ModelWorker worker = new(path, configure);
            return new(worker.Chat, "ours", worker);
        }

        LocalModelsOptions options = new();
        configure(options);
        LocalChatClient client = new(GgufFile.Open(path), Runtime, Options.Create(options), TimeProvider.System, NullLogger<LocalChatClient>.Instance);
        await client.LoadAsync();
        return new(client, "ours");
    }

    /// <inheritdoc/>
    public Task<EngineAnswer> AskAsync(EnginePrompt prompt, int tokens, bool reuse) => AskAsync(client, prompt.Messages, new() { MaxOutputTokens = tokens, Temperature = 0 });

    /// <summary>Asks any client.</summary>
    public static async Task<EngineAnswer> AskAsync(IChatClient client, IReadOnlyList<ChatMessage> messages, ChatOptions options, CancellationToken cancellationToken = default)
    {
        var start = Stopwatch.GetTimestamp();
        var first = double.NaN;
        StringBuilder text = new();
        UsageDetails usage = new();
        await foreach (var update in client.GetStreamingResponseAsync(messages, options, cancellationToken))
        {
            if (double.IsNaN(first) && update.Text.Length > 0)
            {
                first = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            }

            text.Append(update.Text);
            foreach (var content in update.Contents.OfType<UsageContent>())
            {
                usage.Add(content.Details);
            }
        }

        return new(text.ToString(), (int)(usage.OutputTokenCount ?? 0), (int)(usage.CachedInputTokenCount ?? 0), first, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        client.Dispose();
        return worker?.DisposeAsync() ?? ValueTask.CompletedTask;
    }
}

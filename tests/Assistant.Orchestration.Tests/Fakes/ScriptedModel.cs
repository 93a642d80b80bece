using System.Runtime.CompilerServices;
using Assistant.Core;
using Microsoft.Extensions.AI;

namespace Assistant.Orchestration.Tests.Fakes;

/// <summary>Writes these pieces, then breaks or ends; remembers what it was given.</summary>
internal sealed class ScriptedModel(params string[] pieces) : IChatClient, IPromptBudget
{
    public IReadOnlyList<ChatMessage> Given { get; private set; } = [];

    public ChatOptions? Options { get; private set; }

    public Exception? Breaks { get; init; }

    public int Calls { get; private set; }

    public string Model => "scripted";

    public int ContextTokens { get; init; } = 4096;

    public AnsweringModel Answering => new(this, this);

    public ValueTask<IReadOnlyList<int>> CountAsync(IReadOnlyList<string> texts, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult<IReadOnlyList<int>>([.. texts.Select(text => (text.Length + 3) / 4)]);

    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        await GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        Calls++;
        Given = [.. messages];
        Options = options;
        foreach (var piece in pieces)
        {
            await Task.Yield();
            cancellationToken.ThrowIfCancellationRequested();
            yield return new(ChatRole.Assistant, piece);
        }

        if (Breaks is not null)
        {
            throw Breaks;
        }

        yield return new(ChatRole.Assistant, [new UsageContent(new() { InputTokenCount = 100, OutputTokenCount = 20, CachedInputTokenCount = 30 })]);
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose()
    {
    }
}

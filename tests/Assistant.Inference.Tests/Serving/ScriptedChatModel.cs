using System.Runtime.CompilerServices;
using Assistant.Inference.Chat;
using Microsoft.Extensions.AI;

namespace Assistant.Inference.Tests.Serving;

/// <summary>Gives these updates, then breaks or ends; remembers what it was asked.</summary>
internal sealed class ScriptedChatModel(params ChatResponseUpdate[] updates) : IChatModel
{
    public IReadOnlyList<ChatMessage> Messages { get; private set; } = [];

    public ChatOptions? Options { get; private set; }

    /// <summary>Thrown after that many updates.</summary>
    public (int After, Exception Exception)? Breaks { get; init; }

    /// <summary>Waits here for ever after its updates, until it is cancelled.</summary>
    public bool Hangs { get; init; }

    public TaskCompletionSource Cancelled { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Model => "scripted";

    public int ContextTokens => 4096;

    public static ScriptedChatModel Saying(params string[] pieces) => new(
        [
            .. pieces.Select(piece => new ChatResponseUpdate(ChatRole.Assistant, piece)),
            new(ChatRole.Assistant, [new UsageContent(new() { InputTokenCount = 12, CachedInputTokenCount = 8, OutputTokenCount = pieces.Length })]) { FinishReason = ChatFinishReason.Stop },
        ]);

    public Task LoadAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

    public ValueTask<IReadOnlyList<int>> CountTokensAsync(IReadOnlyList<string> texts, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult<IReadOnlyList<int>>([.. texts.Select(text => text.Length)]);

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        (Messages, Options) = ([.. messages], options);
        for (var index = 0; index <= updates.Length; index++)
        {
            if (Breaks is { } broken && broken.After == index)
            {
                throw broken.Exception;
            }

            if (index < updates.Length)
            {
                await Task.Yield();
                yield return updates[index];
            }
        }

        if (Hangs)
        {
            await using var registration = cancellationToken.Register(() => Cancelled.TrySetResult());
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }
}

using Microsoft.Extensions.AI;

namespace Assistant.Orchestration.Answering;

/// <summary>A chat client that tells its model's name, since Semantic Kernel refuses one that has no metadata, and tells the model who asks.</summary>
/// <param name="client">The model.</param>
/// <param name="model">Its name.</param>
/// <param name="caller">A sign of who asks, the same for each request of theirs; null for a request by itself.</param>
internal sealed class NamedChatClient(IChatClient client, string model, string? caller) : DelegatingChatClient(client)
{
    // By this additional property a local model knows whose requests take turns.
    private const string CallerProperty = "caller";

    private readonly ChatClientMetadata _metadata = new("assistant", defaultModelId: model);

    /// <inheritdoc/>
    public override Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        base.GetResponseAsync(messages, Signed(options), cancellationToken);

    /// <inheritdoc/>
    public override IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        base.GetStreamingResponseAsync(messages, Signed(options), cancellationToken);

    /// <inheritdoc/>
    public override object? GetService(Type serviceType, object? serviceKey = null) =>
        base.GetService(serviceType, serviceKey) ?? (serviceKey is null && serviceType == typeof(ChatClientMetadata) ? _metadata : null);

    private ChatOptions? Signed(ChatOptions? options)
    {
        if (caller is null)
        {
            return options;
        }

        var signed = options?.Clone() ?? new();
        (signed.AdditionalProperties ??= [])[CallerProperty] = caller;
        return signed;
    }
}

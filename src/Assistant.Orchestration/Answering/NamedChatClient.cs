using Microsoft.Extensions.AI;

namespace Assistant.Orchestration.Answering;

/// <summary>A chat client that tells its model's name: Semantic Kernel refuses one that has no metadata.</summary>
internal sealed class NamedChatClient(IChatClient client, string model) : DelegatingChatClient(client)
{
    private readonly ChatClientMetadata _metadata = new("assistant", defaultModelId: model);

    /// <inheritdoc/>
    public override object? GetService(Type serviceType, object? serviceKey = null) =>
        base.GetService(serviceType, serviceKey) ?? (serviceKey is null && serviceType == typeof(ChatClientMetadata) ? _metadata : null);
}

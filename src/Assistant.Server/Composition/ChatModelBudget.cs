using Assistant.Core;
using Assistant.Inference.Chat;

namespace Assistant.Server.Composition;

/// <summary>What a chat model can read.</summary>
internal sealed class ChatModelBudget(IChatModel client) : IPromptBudget
{
    /// <inheritdoc/>
    public string Model => client.Model;

    /// <inheritdoc/>
    public int ContextTokens => client.ContextTokens;

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<int>> CountAsync(IReadOnlyList<string> texts, CancellationToken cancellationToken = default) =>
        client.CountTokensAsync(texts, cancellationToken);
}

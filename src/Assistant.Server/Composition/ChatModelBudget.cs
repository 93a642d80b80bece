using Assistant.Core;
using Assistant.Inference.Chat;

namespace Assistant.Server.Composition;

/// <summary>What a local chat model can read.</summary>
internal sealed class ChatModelBudget(LocalChatClient client) : IPromptBudget
{
    /// <inheritdoc/>
    public string Model => client.Model;

    /// <inheritdoc/>
    public int ContextTokens => client.ContextTokens;

    /// <inheritdoc/>
    public int Count(string text) => client.CountTokens(text);
}

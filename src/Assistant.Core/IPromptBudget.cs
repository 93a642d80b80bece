namespace Assistant.Core;

/// <summary>What the chat model that answers can read.</summary>
public interface IPromptBudget
{
    /// <summary>The name of the model, as answers tell it.</summary>
    string Model { get; }

    /// <summary>The context in tokens, prompt and answer together.</summary>
    int ContextTokens { get; }

    /// <summary>How many tokens of the chat model each of the texts has. One call for many: the model may be in another process.</summary>
    ValueTask<IReadOnlyList<int>> CountAsync(IReadOnlyList<string> texts, CancellationToken cancellationToken = default);
}

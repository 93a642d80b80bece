namespace Assistant.Core;

/// <summary>What the chat model that answers can read.</summary>
public interface IPromptBudget
{
    /// <summary>The name of the model, as answers tell it.</summary>
    string Model { get; }

    /// <summary>The context in tokens, prompt and answer together.</summary>
    int ContextTokens { get; }

    /// <summary>How many tokens of the chat model a text has.</summary>
    int Count(string text);
}

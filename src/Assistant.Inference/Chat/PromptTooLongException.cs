namespace Assistant.Inference.Chat;

/// <summary>A prompt has more tokens than the model's context.</summary>
public sealed class PromptTooLongException(string model, int promptTokens, int contextTokens)
    : LocalModelException($"The prompt has {promptTokens} tokens, but the context of the model '{model}' has {contextTokens}, of which at least one must be left for the answer.")
{
    /// <summary>The prompt's length in tokens.</summary>
    public int PromptTokens { get; } = promptTokens;

    /// <summary>The context in tokens.</summary>
    public int ContextTokens { get; } = contextTokens;
}

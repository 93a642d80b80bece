namespace Assistant.Inference.Engine;

/// <summary>No cell of a context is left for the tokens of a call; nothing was computed.</summary>
internal sealed class ContextFullException(string model, int contextTokens)
    : LocalModelException($"The context of '{model}' is full ({contextTokens} tokens).");

namespace Assistant.Inference;

/// <summary>What a model sees.</summary>
/// <param name="Format">The chat format.</param>
/// <param name="Text">The prompt, control tokens by their names; null when the conversation was refused.</param>
/// <param name="Tokens">The ids of all tokens.</param>
/// <param name="Control">Which of them are control tokens, by their position.</param>
/// <param name="Error">Why the format can't carry the conversation; null when it can.</param>
public sealed record RenderedPrompt(string Format, string? Text, IReadOnlyList<int> Tokens, IReadOnlyList<int> Control, string? Error);

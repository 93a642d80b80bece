namespace Assistant.Inference.Wire;

/// <summary>More about the prompt's tokens.</summary>
/// <param name="CachedTokens">How many were not computed again.</param>
internal sealed record WirePromptDetails(long? CachedTokens);

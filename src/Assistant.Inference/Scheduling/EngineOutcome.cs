namespace Assistant.Inference.Scheduling;

/// <summary>What became of a request.</summary>
/// <param name="Ending">How it ended.</param>
/// <param name="CachedTokens">How many tokens of its prompt were not computed for it.</param>
/// <param name="WrittenTokens">How many tokens were written, the one that ended the turn not counted.</param>
internal readonly record struct EngineOutcome(EngineEnding Ending, int CachedTokens, int WrittenTokens);

namespace Assistant.Server.Lines;

/// <summary>How fast a chat model is here, with the settings as they are.</summary>
/// <param name="Model">The model's name.</param>
/// <param name="Bytes">The size of its weights.</param>
/// <param name="Quantisation">How they are stored; null where the file doesn't say.</param>
/// <param name="Backend">What computes.</param>
/// <param name="Threads">The setting <c>Assistant:Models:Threads</c>; 0 for the default.</param>
/// <param name="ContextTokens">The context.</param>
/// <param name="LoadMs">How long it took to load.</param>
/// <param name="PromptTokensPerSecond">Tokens of the prompt in a second, median of the rounds.</param>
/// <param name="GenerationTokensPerSecond">Written tokens in a second, median of the rounds; null where the model wrote fewer than two.</param>
/// <param name="FirstTokenMs">Until the first words, median of the rounds.</param>
/// <param name="Rounds">Each round.</param>
internal sealed record BenchReport(
    string Model,
    long Bytes,
    string? Quantisation,
    string Backend,
    int Threads,
    int ContextTokens,
    double LoadMs,
    double PromptTokensPerSecond,
    double? GenerationTokensPerSecond,
    double FirstTokenMs,
    IReadOnlyList<BenchRound> Rounds);

/// <summary>One round.</summary>
/// <param name="PromptTokens">Tokens of the prompt.</param>
/// <param name="CachedTokens">How many of them had not to be computed.</param>
/// <param name="OutputTokens">Tokens that were written.</param>
/// <param name="FirstTokenMs">Until the first words.</param>
/// <param name="ElapsedMs">The whole round.</param>
internal sealed record BenchRound(int PromptTokens, int CachedTokens, int OutputTokens, double FirstTokenMs, double ElapsedMs)
{
    /// <summary>Computed tokens of the prompt in a second.</summary>
    public double PromptTokensPerSecond => (PromptTokens - CachedTokens) * 1000 / Math.Max(FirstTokenMs, 0.001);

    /// <summary>Written tokens after the first in a second; null where there were fewer than two.</summary>
    public double? GenerationTokensPerSecond => OutputTokens < 2 ? null : (OutputTokens - 1) * 1000 / Math.Max(ElapsedMs - FirstTokenMs, 0.001);
}

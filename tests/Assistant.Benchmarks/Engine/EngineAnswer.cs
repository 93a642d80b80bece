namespace Assistant.Benchmarks.Engine;

/// <summary>What came back and when.</summary>
/// <param name="Text">The words.</param>
/// <param name="Tokens">How many tokens were written.</param>
/// <param name="CachedTokens">How many tokens of the prompt were not computed again.</param>
/// <param name="FirstMs">From the request to the first words.</param>
/// <param name="TotalMs">From the request to the end.</param>
internal sealed record EngineAnswer(string Text, int Tokens, int CachedTokens, double FirstMs, double TotalMs)
{
    /// <summary>The time of a token once the first was there.</summary>
    public double TokenMs => Tokens > 1 ? (TotalMs - FirstMs) / (Tokens - 1) : double.NaN;
}

namespace Assistant.Benchmarks.Engine;

/// <summary>What an engine did in one round.</summary>
/// <param name="Seconds">From the first request to the end of the last answer.</param>
/// <param name="Answers">What came back.</param>
internal sealed record ContestRound(double Seconds, IReadOnlyList<EngineAnswer> Answers)
{
    /// <summary>All tokens that were written.</summary>
    public int Tokens => Answers.Sum(answer => answer.Tokens);

    /// <summary>Tokens a second, reading of the prompts included.</summary>
    public double Rate => Tokens / Seconds;

    /// <summary>Tokens a second of all answers together once each has begun.</summary>
    public double WritingRate => Answers.Where(answer => answer.TokenMs > 0).Sum(answer => 1_000 / answer.TokenMs);

    /// <summary>The middle of the times of a token once an answer had begun.</summary>
    public double TokenMs => Medians.Of(Answers.Select(answer => answer.TokenMs));

    /// <summary>The middle of the times to the first words.</summary>
    public double FirstMs => Medians.Of(Answers.Select(answer => answer.FirstMs));
}

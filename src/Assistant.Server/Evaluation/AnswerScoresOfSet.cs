namespace Assistant.Server.Evaluation;

/// <summary>The scores of a set. Means are over the answerable questions, refused ones counted as 0; citation precision is over all citations given to answerable questions, recall over their supports.</summary>
internal sealed record AnswerScoresOfSet(
    int Answerable,
    int Unanswerable,
    double AnswerContains,
    double TokenF1,
    double CitationPrecision,
    double CitationRecall,
    double RefusalRate,
    double FalseRefusalRate,
    int Dropped,
    double LatencyP50,
    double LatencyP95)
{
    public static AnswerScoresOfSet Of(IReadOnlyList<ScoredAnswer> answers)
    {
        ScoredAnswer[] answerable = [.. answers.Where(answer => !answer.Unanswerable)];
        ScoredAnswer[] unanswerable = [.. answers.Where(answer => answer.Unanswerable)];
        return new(
            answerable.Length,
            unanswerable.Length,
            Share(answerable.Count(answer => answer.Contains), answerable.Length),
            answerable.Length == 0 ? 0 : answerable.Average(answer => answer.TokenF1),
            Share(answerable.Sum(answer => answer.Citations.Count(citation => citation.Supporting)), answerable.Sum(answer => answer.Citations.Count)),
            Share(answerable.Sum(answer => answer.SupportsFound), answerable.Sum(answer => answer.Supports)),
            Share(unanswerable.Count(answer => answer.Refused), unanswerable.Length),
            Share(answerable.Count(answer => answer.Refused), answerable.Length),
            answers.Sum(answer => answer.Dropped),
            RankingScores.Percentile(answers.Select(answer => answer.ElapsedMs), .5),
            RankingScores.Percentile(answers.Select(answer => answer.ElapsedMs), .95));
    }

    private static double Share(int part, int whole) => whole == 0 ? 0 : (double)part / whole;
}

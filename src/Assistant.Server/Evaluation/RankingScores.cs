namespace Assistant.Server.Evaluation;

/// <summary>Scores of one ranked list of documents, as the TREC tools define them (nDCG with linear gain).</summary>
internal static class RankingScores
{
    public static double Ndcg(IReadOnlyList<string> ranked, IReadOnlyDictionary<string, int> grades, int depth)
    {
        var gain = Enumerable.Range(0, Math.Min(depth, ranked.Count)).Sum(rank => Math.Max(0, grades.GetValueOrDefault(ranked[rank])) / Math.Log2(rank + 2));
        var ideal = grades.Values.Where(grade => grade > 0).OrderDescending().Take(depth).Select((grade, rank) => grade / Math.Log2(rank + 2)).Sum();
        return ideal == 0 ? 0 : gain / ideal;
    }

    public static double Recall(IReadOnlyList<string> ranked, IReadOnlyDictionary<string, int> grades, int depth)
    {
        var relevant = grades.Values.Count(grade => grade > 0);
        return relevant == 0 ? 0 : (double)ranked.Take(depth).Count(id => grades.GetValueOrDefault(id) > 0) / relevant;
    }

    /// <summary>1 when a relevant document stands among the first <paramref name="depth"/>, else 0.</summary>
    public static double Hit(IReadOnlyList<string> ranked, IReadOnlyDictionary<string, int> grades, int depth) =>
        ranked.Take(depth).Any(id => grades.GetValueOrDefault(id) > 0) ? 1 : 0;

    public static double ReciprocalRank(IReadOnlyList<string> ranked, IReadOnlyDictionary<string, int> grades, int depth)
    {
        for (var rank = 0; rank < Math.Min(depth, ranked.Count); rank++)
        {
            if (grades.GetValueOrDefault(ranked[rank]) > 0)
            {
                return 1d / (rank + 1);
            }
        }

        return 0;
    }

    /// <summary>The value below which this share of the values lies, by linear interpolation; 0 for no values.</summary>
    public static double Percentile(IEnumerable<double> values, double share)
    {
        var sorted = values.Order().ToArray();
        if (sorted.Length == 0)
        {
            return 0;
        }

        var position = share * (sorted.Length - 1);
        var below = (int)position;
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((position - below) * (sorted[above] - sorted[below]));
    }
}

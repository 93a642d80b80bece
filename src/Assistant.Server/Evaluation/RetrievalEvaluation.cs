using System.Diagnostics;
using Assistant.Core;

namespace Assistant.Server.Evaluation;

/// <summary>Measures how well the passages of the right documents are found.</summary>
internal static class RetrievalEvaluation
{
    // Both lists' candidates together: nothing that was found is left out of the documents' ranks.
    private const int Depth = 200;

    /// <summary>Asks every judged query and scores the ranked documents; a document's rank is its best passage's.</summary>
    public static async Task<RetrievalScores> RunAsync(
        IRetriever retriever, EvaluationSet set, EvaluationHome home, RetrievalMode mode, IProgress<(int Done, int Total)> progress, CancellationToken cancellationToken)
    {
        var queries = set.Queries();
        List<(double Ndcg, double Top1, double Hit10, double Recall10, double Recall100, double Mrr)> scores = [];
        List<double> latencies = [];

        // The first search also loads the embedder; that is start-up, not search.
        if (queries.Count > 0)
        {
            await retriever.RetrieveAsync(new(queries[0].Text, Asker.Operator), 1, mode, cancellationToken);
        }

        foreach (var query in queries)
        {
            var watch = Stopwatch.GetTimestamp();
            var found = await retriever.RetrieveAsync(new(query.Text, Asker.Operator), Depth, mode, cancellationToken);
            latencies.Add(Stopwatch.GetElapsedTime(watch).TotalMilliseconds);

            string[] ranked = [.. found.Passages.Select(passage => home.SetIdOf(passage.Passage.DocumentName)).Distinct(StringComparer.Ordinal)];
            scores.Add((
                RankingScores.Ndcg(ranked, query.Grades, 10),
                RankingScores.Hit(ranked, query.Grades, 1),
                RankingScores.Hit(ranked, query.Grades, 10),
                RankingScores.Recall(ranked, query.Grades, 10),
                RankingScores.Recall(ranked, query.Grades, 100),
                RankingScores.ReciprocalRank(ranked, query.Grades, 10)));
            progress.Report((scores.Count, queries.Count));
        }

        double Mean(Func<(double Ndcg, double Top1, double Hit10, double Recall10, double Recall100, double Mrr), double> part) =>
            scores.Count == 0 ? 0 : scores.Average(part);

        return new(
            queries.Count,
            Mean(s => s.Ndcg),
            Mean(s => s.Top1),
            Mean(s => s.Hit10),
            Mean(s => s.Recall10),
            Mean(s => s.Recall100),
            Mean(s => s.Mrr),
            RankingScores.Percentile(latencies, .5),
            RankingScores.Percentile(latencies, .95));
    }
}

/// <summary>Means over the queries; latencies in milliseconds.</summary>
internal sealed record RetrievalScores(
    int Queries, double Ndcg10, double Top1, double Hit10, double Recall10, double Recall100, double Mrr10, double LatencyP50, double LatencyP95);

using Assistant.Core;

namespace Assistant.Orchestration.Grounding;

/// <summary>Chooses which passages a model reads, and numbers them: best first, neighbours joined, whole passages only, inside a budget.</summary>
internal static class SourceSelection
{
    /// <summary>The sources, numbered from 1; empty when not even one passage fits.</summary>
    /// <param name="ranked">The passages, best first.</param>
    /// <param name="most">How many sources at most.</param>
    /// <param name="tokens">How many tokens of the model <paramref name="beside"/> and the sources may have together.</param>
    /// <param name="beside">What stands beside the sources.</param>
    /// <param name="budget">Counts tokens of the model.</param>
    /// <param name="cancellationToken">Ends the counting.</param>
    public static async ValueTask<IReadOnlyList<Source>> SelectAsync(
        IReadOnlyList<RankedPassage> ranked, int most, int tokens, string beside, IPromptBudget budget, CancellationToken cancellationToken)
    {
        // Counted once, with the number that a source has at most.
        List<(Source Whole, Source Best)> candidates = [.. Runs(ranked).Select((run, index) => (
            new Source(index + 1, run),
            new Source(index + 1, [ranked.First(item => run.Contains(item.Passage)).Passage])))];
        var counts = await budget.CountAsync([beside, .. candidates.SelectMany(pair => (string[])[pair.Whole.Text, pair.Best.Text])], cancellationToken);

        List<Source> sources = [];
        var left = tokens - counts[0];
        for (var index = 0; index < candidates.Count && sources.Count < most; index++)
        {
            var (whole, best) = candidates[index];
            var (wholeCost, bestCost) = (counts[1 + (2 * index)], counts[2 + (2 * index)]);

            // Where the neighbours do not fit together, the best of them alone may.
            var (source, cost) = wholeCost <= left ? (whole, wholeCost) : (best, bestCost);
            if (cost <= left)
            {
                sources.Add(new(sources.Count + 1, source.Passages));
                left -= cost;
            }
        }

        return sources;
    }

    // Passages in a row of one document, at the rank of the best of them.
    private static IEnumerable<IReadOnlyList<Passage>> Runs(IReadOnlyList<RankedPassage> ranked)
    {
        HashSet<string> taken = new(StringComparer.Ordinal);
        foreach (var item in ranked)
        {
            if (!taken.Add(item.Passage.Id))
            {
                continue;
            }

            LinkedList<Passage> run = new([item.Passage]);
            while (Neighbour(ranked, run.First!.Value, -1) is { } before && taken.Add(before.Id))
            {
                run.AddFirst(before);
            }

            while (Neighbour(ranked, run.Last!.Value, +1) is { } after && taken.Add(after.Id))
            {
                run.AddLast(after);
            }

            yield return [.. run];
        }
    }

    private static Passage? Neighbour(IReadOnlyList<RankedPassage> ranked, Passage passage, int step) => ranked
        .Select(item => item.Passage)
        .FirstOrDefault(other => other.DocumentId == passage.DocumentId && other.Ordinal == passage.Ordinal + step);
}

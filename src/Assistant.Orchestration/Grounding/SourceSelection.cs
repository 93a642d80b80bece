using Assistant.Core;

namespace Assistant.Orchestration.Grounding;

/// <summary>Chooses which passages a model reads, and numbers them: best first, neighbours joined, whole passages only, inside a budget.</summary>
internal static class SourceSelection
{
    /// <summary>The sources, numbered from 1; empty when not even one passage fits.</summary>
    /// <param name="ranked">The passages, best first.</param>
    /// <param name="most">How many sources at most.</param>
    /// <param name="tokens">How many tokens of the model they may have together.</param>
    /// <param name="count">Counts tokens of the model.</param>
    public static IReadOnlyList<Source> Select(IReadOnlyList<RankedPassage> ranked, int most, int tokens, Func<string, int> count)
    {
        List<Source> sources = [];
        var left = tokens;
        foreach (var run in Runs(ranked))
        {
            if (sources.Count == most)
            {
                break;
            }

            var source = new Source(sources.Count + 1, run);
            var cost = count(source.Text);
            if (cost > left && run.Count > 1)
            {
                // The neighbours do not fit together: the better ones alone may.
                source = new(source.Number, [ranked.First(item => run.Contains(item.Passage)).Passage]);
                cost = count(source.Text);
            }

            if (cost <= left)
            {
                sources.Add(source);
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

using System.Numerics.Tensors;
using Assistant.Core;
using Assistant.Retrieval.Index.Local.Dense;
using Assistant.Retrieval.Index.Local.Lexical;
using Assistant.Retrieval.Words;

namespace Assistant.Retrieval.Index.Local;

/// <summary>One search over one snapshot, up to the point at which passages are read.</summary>
internal static class LocalSearch
{
    /// <summary>Both lists as slots.</summary>
    public static SlotMatches Run(IndexSnapshot snapshot, PassageQuery query, Asker asker, TextAnalyzer analyzer)
    {
        var selection = snapshot.Select(asker, query.Collections, query.Tags);
        if (selection.Count == 0 || query.Top <= 0)
        {
            return new([], [], 0);
        }

        // Whoever wants all asks for more than there are: room is made for those that there are.
        var top = Math.Min(query.Top, selection.Count);
        var dense = query.Vector.Length > 0 && snapshot.Vectors.Count > 0 && query.Embedder == snapshot.Embedder
            ? new DenseQuery(Checked(query.Vector, snapshot.Vectors).Span, snapshot.Vectors)
            : null;
        var near = dense is null ? [] : DenseSearch.Best(snapshot, selection, dense, top);
        if (query.Words.Count == 0)
        {
            return new([], near, 0);
        }

        using var scores = Bm25.Score(snapshot, selection, QueryWords.Of(query.Words, analyzer, snapshot.Lexicon));
        var worded = scores.Best(top, selection, snapshot.Ids);
        return dense is null
            ? new(worded, near, scores.IdfSum)
            : new(WithOthers(worded, near, scores, snapshot), WithOthers(near, worded, dense, snapshot), scores.IdfSum);
    }

    private static IReadOnlyList<SlotScore> WithOthers(IReadOnlyList<SlotScore> worded, IReadOnlyList<SlotScore> near, LexicalScores scores, IndexSnapshot snapshot)
    {
        List<SlotScore> others = [];
        foreach (var slot in near.Select(match => match.Slot).Except(worded.Select(match => match.Slot)))
        {
            if (scores[slot] > 0)
            {
                others.Add(new(slot, scores[slot]));
            }
        }

        return Joined(worded, others, snapshot);
    }

    private static IReadOnlyList<SlotScore> WithOthers(IReadOnlyList<SlotScore> near, IReadOnlyList<SlotScore> worded, DenseQuery query, IndexSnapshot snapshot)
    {
        var scratch = new float[snapshot.Vectors.Stride];
        List<SlotScore> others = [];
        foreach (var slot in worded.Select(match => match.Slot).Except(near.Select(match => match.Slot)))
        {
            if (snapshot.VectorAt(slot) is >= 0 and var vector)
            {
                others.Add(new(slot, snapshot.Vectors.Exact(query, vector, scratch)));
            }
        }

        return Joined(near, others, snapshot);
    }

    private static IReadOnlyList<SlotScore> Joined(IReadOnlyList<SlotScore> best, List<SlotScore> others, IndexSnapshot snapshot)
    {
        if (others.Count == 0)
        {
            return best;
        }

        BestSlots all = new(best.Count + others.Count, snapshot.Ids, float.NegativeInfinity);
        foreach (var match in best.Concat(others))
        {
            all.Add(match.Slot, match.Score);
        }

        return all.Ranked();
    }

    private static ReadOnlyMemory<float> Checked(ReadOnlyMemory<float> vector, VectorShelf shelf) =>
        vector.Length == shelf.Dimensions && float.IsFinite(TensorPrimitives.SumOfSquares(vector.Span))
        ? vector
        : throw new ArgumentException($"The query vector has {vector.Length} dimensions, the vectors of the index have {shelf.Dimensions}, or it is not finite.", nameof(vector));
}

/// <summary>What a search found: both lists best first, and the sum of the question's idfs.</summary>
internal sealed record SlotMatches(IReadOnlyList<SlotScore> Lexical, IReadOnlyList<SlotScore> Dense, double IdfSum);

using System.Buffers;
using System.Numerics;

namespace Assistant.Retrieval.Index.Local.Lexical;

/// <summary>Scores all slots by BM25 over exactly the passages that the asker may see: what is hidden changes no score.</summary>
/// <remarks>
/// Lucene's form: idf = ln(1 + (N - n + 0.5) / (n + 0.5)), times tf / (tf + k1 (1 - b + b length / average)); k1 1.2 and b 0.75 as measured
/// in specs/retrieval.md, section 6. N and n count over all languages, the average length over one.
/// </remarks>
internal static class Bm25
{
    /// <summary>How soon repetition stops to count.</summary>
    public const float K1 = 1.2f;

    /// <summary>How much length counts.</summary>
    public const float B = 0.75f;

    /// <summary>How rare a word is that stands in <paramref name="having"/> of <paramref name="all"/> passages.</summary>
    public static double Idf(int all, int having) => Math.Log(1 + ((all - having + 0.5) / (having + 0.5)));

    /// <summary>The scores of all slots, hidden and dead ones included: the caller takes only those of its selection.</summary>
    public static LexicalScores Score(IndexSnapshot snapshot, Selection selection, IReadOnlyList<QueryWord> words)
    {
        var scores = ArrayPool<float>.Shared.Rent(snapshot.Slots);
        Array.Clear(scores, 0, snapshot.Slots);
        double idfSum = 0;
        foreach (var word in words)
        {
            var having = CountOf(snapshot, selection, word);
            if (having == 0)
            {
                continue;
            }

            var idf = Idf(selection.Count, having);
            idfSum += word.Own * idf;
            for (var language = 0; language < word.Terms.Length; language++)
            {
                if (word.Terms[language] >= 0 && selection.LanguageCount(language) > 0)
                {
                    Add(snapshot, word.Terms[language], word.Weight * (float)idf, selection.AverageLength(language), scores);
                }
            }
        }

        return new(scores, snapshot.Slots, idfSum);
    }

    private static int CountOf(IndexSnapshot snapshot, Selection selection, QueryWord word)
    {
        var having = 0;
        foreach (var term in word.Terms)
        {
            if (term < 0)
            {
                continue;
            }

            foreach (var segment in snapshot.Segments)
            {
                var slots = segment.SlotsOf(term, out _);
                having += selection.IsWhole ? slots.Length : selection.CountIn(slots);
            }
        }

        return having;
    }

    private static void Add(IndexSnapshot snapshot, int term, float weight, float averageLength, float[] scores)
    {
        var constant = K1 * (1 - B);
        var perTerm = K1 * B / averageLength;
        var lengths = snapshot.Lengths;
        foreach (var segment in snapshot.Segments)
        {
            var slots = segment.SlotsOf(term, out var counts);
            for (var at = 0; at < slots.Length; at++)
            {
                var slot = slots[at];
                float count = counts[at];
                scores[slot] += weight * (count / (count + constant + (perTerm * lengths[slot])));
            }
        }
    }
}

/// <summary>The scores of a search by slot, in a borrowed array: to be disposed.</summary>
internal readonly struct LexicalScores(float[] scores, int slots, double idfSum) : IDisposable
{
    /// <summary>The sum of idfs of the question's own known words.</summary>
    public double IdfSum => idfSum;

    /// <summary>The score of a slot; 0 when it has none of the words.</summary>
    public float this[int slot] => scores[slot];

    /// <summary>The best slots of a selection, best first.</summary>
    public IReadOnlyList<SlotScore> Best(int top, Selection selection, string[] ids)
    {
        BestSlots best = new(top, ids, floor: float.Epsilon);
        var all = scores.AsSpan(0, slots);
        var width = Vector<float>.Count;
        var at = 0;
        for (; at <= all.Length - width; at += width)
        {
            // Most blocks hold nothing that could still enter the list.
            if (!Vector.GreaterThanOrEqualAny(new Vector<float>(all[at..]), new Vector<float>(best.Floor)))
            {
                continue;
            }

            for (var slot = at; slot < at + width; slot++)
            {
                Offer(ref best, all[slot], slot, selection);
            }
        }

        for (; at < all.Length; at++)
        {
            Offer(ref best, all[at], at, selection);
        }

        return best.Ranked();
    }

    /// <inheritdoc/>
    public void Dispose() => ArrayPool<float>.Shared.Return(scores);

    private static void Offer(ref BestSlots best, float score, int slot, Selection selection)
    {
        if (score > 0 && score >= best.Floor && selection.Has(slot))
        {
            best.Add(slot, score);
        }
    }
}

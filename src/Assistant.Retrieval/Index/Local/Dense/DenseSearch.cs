using System.Buffers;

namespace Assistant.Retrieval.Index.Local.Dense;

/// <summary>Finds the vectors nearest to a query: by int8 codes, or by bits first where there are many, the best scored again exactly.</summary>
internal static class DenseSearch
{
    // How many are kept for the next, finer stage. On 100,000 hard vectors (docs/benchmarks/index.md) this many after bits keep recall@10
    // above .99, and 40 more than wanted after int8 keep all of that.
    private const int AfterBits = 2_500;
    private const int AfterCodes = 40;

    // Below this share of the slots a list of ids beats a scan with a test (specs/retrieval.md, section 0).
    private const int ListShare = 10;

    /// <summary>The nearest slots of a selection with their cosines, best first.</summary>
    public static IReadOnlyList<SlotScore> Best(IndexSnapshot snapshot, Selection selection, DenseQuery query, int top)
    {
        var shelf = snapshot.Vectors;
        IEnumerable<int> candidates;
        if (!selection.IsWhole && selection.Count * ListShare <= snapshot.Slots)
        {
            candidates = ByCodes(snapshot, selection.Slots().Select(snapshot.VectorAt).Where(vector => vector >= 0), query, top + AfterCodes);
        }
        else if (shelf.Bits is not null)
        {
            candidates = ByCodes(snapshot, ByBits(shelf, selection, query, Math.Max(AfterBits, 20 * top)), query, top + AfterCodes);
        }
        else
        {
            candidates = ScanCodes(snapshot, selection, query, top + AfterCodes);
        }

        BestSlots best = new(top, snapshot.Ids, float.NegativeInfinity);
        var scratch = new float[shelf.Stride];
        foreach (var vector in candidates)
        {
            best.Add(shelf.Slots[vector], shelf.Exact(query, vector, scratch));
        }

        return best.Ranked();
    }

    private static IEnumerable<int> ByCodes(IndexSnapshot snapshot, IEnumerable<int> vectors, DenseQuery query, int keep)
    {
        var shelf = snapshot.Vectors;
        BestSlots best = new(keep, snapshot.Ids, float.NegativeInfinity);
        foreach (var vector in vectors)
        {
            Offer(ref best, shelf.Slots[vector], shelf.Approximate(query, vector));
        }

        return best.Ranked().Select(score => snapshot.VectorAt(score.Slot));
    }

    private static IEnumerable<int> ScanCodes(IndexSnapshot snapshot, Selection selection, DenseQuery query, int keep)
    {
        var shelf = snapshot.Vectors;
        var slots = shelf.Slots;
        BestSlots best = new(keep, snapshot.Ids, float.NegativeInfinity);
        for (var vector = 0; vector < slots.Length; vector++)
        {
            if (selection.Has(slots[vector]))
            {
                Offer(ref best, slots[vector], shelf.Approximate(query, vector));
            }
        }

        return best.Ranked().Select(score => snapshot.VectorAt(score.Slot));
    }

    // Distances are small whole numbers, so counting them tells where to cut; among equals the oldest come first.
    private static List<int> ByBits(VectorShelf shelf, Selection selection, DenseQuery query, int keep)
    {
        var slots = shelf.Slots;
        var rented = ArrayPool<ushort>.Shared.Rent(slots.Length);
        var distances = rented.AsSpan(0, slots.Length);
        shelf.Bits!.Distances(query.Bits, distances);
        Span<int> histogram = new int[(query.Bits.Length * 64) + 1];
        for (var vector = 0; vector < distances.Length; vector++)
        {
            if (selection.Has(slots[vector]))
            {
                histogram[distances[vector]]++;
            }
        }

        var (cut, within) = (0, histogram[0]);
        while (within < keep && cut + 1 < histogram.Length)
        {
            within += histogram[++cut];
        }

        var atCut = keep - (within - histogram[cut]);
        List<int> kept = new(keep);
        for (var vector = 0; vector < distances.Length; vector++)
        {
            if (distances[vector] <= cut && selection.Has(slots[vector]) && (distances[vector] < cut || atCut-- > 0))
            {
                kept.Add(vector);
            }
        }

        ArrayPool<ushort>.Shared.Return(rented);
        return kept;
    }

    private static void Offer(ref BestSlots best, int slot, float score)
    {
        if (score >= best.Floor)
        {
            best.Add(slot, score);
        }
    }
}

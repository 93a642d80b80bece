namespace Assistant.Retrieval.Index.Local.Lexical;

/// <summary>Posting lists of a run of slots, sealed: for each term the slots that have it, ascending, and how often.</summary>
internal sealed class PostingSegment
{
    private readonly int[] _terms;
    private readonly int[] _starts;
    private readonly int[] _slots;
    private readonly byte[] _counts;

    /// <summary>A sealed segment.</summary>
    /// <param name="terms">The terms, ascending.</param>
    /// <param name="starts">Where each term's list starts, and one more for the end.</param>
    /// <param name="slots">The slots of all lists.</param>
    /// <param name="counts">How often the term stands there; 255 stands for more too, where BM25 is within 1 % of its limit.</param>
    public PostingSegment(int[] terms, int[] starts, int[] slots, byte[] counts)
    {
        _terms = terms;
        _starts = starts;
        _slots = slots;
        _counts = counts;
    }

    /// <summary>How many postings there are.</summary>
    public int Postings => _slots.Length;

    /// <summary>The list of a term; empty when it has none.</summary>
    public ReadOnlySpan<int> SlotsOf(int term, out ReadOnlySpan<byte> counts)
    {
        var at = Array.BinarySearch(_terms, term);
        if (at < 0)
        {
            counts = [];
            return [];
        }

        counts = _counts.AsSpan(_starts[at].._starts[at + 1]);
        return _slots.AsSpan(_starts[at].._starts[at + 1]);
    }

    /// <summary>Joins neighbouring segments, oldest first, without what is no longer alive.</summary>
    /// <param name="segments">The segments.</param>
    /// <param name="place">The slot's number in the result, or -1 to drop it; the order must stay.</param>
    public static PostingSegment Merge(ReadOnlySpan<PostingSegment> segments, Func<int, int> place)
    {
        var postings = 0;
        PriorityQueue<int, (int Term, int Segment)> heads = new();
        var next = new int[segments.Length];
        for (var at = 0; at < segments.Length; at++)
        {
            postings += segments[at].Postings;
            if (segments[at]._terms.Length > 0)
            {
                heads.Enqueue(at, (segments[at]._terms[0], at));
            }
        }

        List<int> terms = [];
        List<int> starts = [];
        var slots = new int[postings];
        var counts = new byte[postings];
        var written = 0;
        while (heads.TryDequeue(out var at, out var head))
        {
            var segment = segments[at];
            var before = written;
            segment.CopyTo(slots, counts, next[at]++, place, ref written);
            if (written > before && (terms.Count == 0 || terms[^1] != head.Term))
            {
                terms.Add(head.Term);
                starts.Add(before);
            }

            if (next[at] < segment._terms.Length)
            {
                heads.Enqueue(at, (segment._terms[next[at]], at));
            }
        }

        starts.Add(written);
        Array.Resize(ref slots, written);
        Array.Resize(ref counts, written);
        return new([.. terms], [.. starts], slots, counts);
    }

    private void CopyTo(int[] slots, byte[] counts, int list, Func<int, int> place, ref int written)
    {
        for (var at = _starts[list]; at < _starts[list + 1]; at++)
        {
            var slot = place(_slots[at]);
            if (slot >= 0)
            {
                slots[written] = slot;
                counts[written++] = _counts[at];
            }
        }
    }
}

namespace Assistant.Retrieval.Index.Local;

/// <summary>A slot and its score.</summary>
internal readonly record struct SlotScore(int Slot, float Score);

/// <summary>Keeps the best of many scores; ties go to the smaller passage id, so that the same question gets the same passages on every run.</summary>
internal struct BestSlots(int top, string[] ids, float floor)
{
    private readonly SlotScore[] _heap = new SlotScore[top];
    private int _count;

    /// <summary>Scores below this cannot enter any more.</summary>
    public float Floor { get; private set; } = floor;

    /// <summary>Offers a score.</summary>
    public void Add(int slot, float score)
    {
        SlotScore added = new(slot, score);
        if (_count < _heap.Length)
        {
            _heap[_count++] = added;
            Rise(_count - 1);
        }
        else if (_count > 0 && IsBetter(added, _heap[0]))
        {
            _heap[0] = added;
            Sink(0);
        }

        if (_count == _heap.Length && _count > 0)
        {
            Floor = _heap[0].Score;
        }
    }

    /// <summary>What was kept, best first.</summary>
    public readonly IReadOnlyList<SlotScore> Ranked()
    {
        var ranked = _heap.AsSpan(0, _count).ToArray();
        var names = ids;
        Array.Sort(ranked, (one, other) => one.Score != other.Score ? other.Score.CompareTo(one.Score) : string.CompareOrdinal(names[one.Slot], names[other.Slot]));
        return ranked;
    }

    private readonly bool IsBetter(SlotScore one, SlotScore other) =>
        one.Score > other.Score || (one.Score == other.Score && string.CompareOrdinal(ids[one.Slot], ids[other.Slot]) < 0);

    private readonly void Rise(int at)
    {
        while (at > 0 && IsBetter(_heap[(at - 1) / 2], _heap[at]))
        {
            (_heap[at], _heap[(at - 1) / 2]) = (_heap[(at - 1) / 2], _heap[at]);
            at = (at - 1) / 2;
        }
    }

    private readonly void Sink(int at)
    {
        for (var child = (2 * at) + 1; child < _count; child = (2 * at) + 1)
        {
            if (child + 1 < _count && IsBetter(_heap[child], _heap[child + 1]))
            {
                child++;
            }

            if (!IsBetter(_heap[at], _heap[child]))
            {
                return;
            }

            (_heap[at], _heap[child]) = (_heap[child], _heap[at]);
            at = child;
        }
    }
}

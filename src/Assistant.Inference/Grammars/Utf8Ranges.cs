namespace Assistant.Inference.Grammars;

/// <summary>Ranges of code points as the bytes that UTF-8 writes them with.</summary>
internal static class Utf8Ranges
{
    private static readonly (int Last, int Length)[] Lengths = [(0x7F, 1), (0x7FF, 2), (0xFFFF, 3), (0x10FFFF, 4)];

    /// <summary>One code point of a range; surrogates are left out.</summary>
    public static Term Of(TermTable table, int first, int last)
    {
        List<Term> parts = [];
        foreach (var (from, to) in new[] { (first, Math.Min(last, 0xD7FF)), (Math.Max(first, 0xE000), last) })
        {
            var start = from;
            foreach (var (longest, length) in Lengths)
            {
                var end = Math.Min(to, longest);
                if (start <= end)
                {
                    parts.Add(SameLength(table, start, end, length));
                    start = end + 1;
                }
            }
        }

        return table.Either(parts);
    }

    private static Term SameLength(TermTable table, int first, int last, int length)
    {
        if (length == 1)
        {
            return table.Bytes(ByteSet.Range(first, last));
        }

        // The lowest bits are the last byte's: a range is whole where it begins and ends with all of them.
        var shift = 6 * (length - 1);
        return Split(table, first, last, shift, Lead(length));
    }

    private static Term Split(TermTable table, int first, int last, int shift, int mark)
    {
        if (shift == 0)
        {
            return table.Bytes(ByteSet.Range(mark | first, mark | last));
        }

        var (firstByte, lastByte) = (first >> shift, last >> shift);
        var low = (1 << shift) - 1;
        if (firstByte == lastByte)
        {
            return Head(table, firstByte, firstByte, first & low, last & low, shift, mark);
        }

        List<Term> parts = [];
        if ((first & low) != 0)
        {
            parts.Add(Head(table, firstByte, firstByte, first & low, low, shift, mark));
            firstByte++;
        }

        if ((last & low) != low)
        {
            parts.Add(Head(table, lastByte, lastByte, 0, last & low, shift, mark));
            lastByte--;
        }

        if (firstByte <= lastByte)
        {
            parts.Add(Head(table, firstByte, lastByte, 0, low, shift, mark));
        }

        return table.Either(parts);
    }

    private static Term Head(TermTable table, int firstByte, int lastByte, int first, int last, int shift, int mark) =>
        table.Then(table.Bytes(ByteSet.Range(mark | firstByte, mark | lastByte)), Split(table, first, last, shift - 6, 0x80));

    private static int Lead(int length) => length switch { 2 => 0xC0, 3 => 0xE0, _ => 0xF0 };
}

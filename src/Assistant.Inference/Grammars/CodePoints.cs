namespace Assistant.Inference.Grammars;

/// <summary>A set of code points as sorted ranges without overlaps; surrogates are never in it.</summary>
internal sealed class CodePoints
{
    private const int Last = 0x10FFFF;

    private CodePoints(IEnumerable<(int First, int Last)> ranges) => Ranges = Merge(ranges);

    /// <summary>The ranges.</summary>
    public IReadOnlyList<(int First, int Last)> Ranges { get; }

    /// <summary>Every code point.</summary>
    public static CodePoints All { get; } = new([(0, Last)]);

    /// <summary>The code points of ranges.</summary>
    public static CodePoints Of(params IEnumerable<(int First, int Last)> ranges) => new(ranges);

    /// <summary>Those of both.</summary>
    public CodePoints With(CodePoints other) => new(Ranges.Concat(other.Ranges));

    /// <summary>All others.</summary>
    public CodePoints Inverse()
    {
        List<(int, int)> gaps = [];
        var next = 0;
        foreach (var (first, last) in Ranges)
        {
            if (first > next)
            {
                gaps.Add((next, first - 1));
            }

            next = last + 1;
        }

        if (next <= Last)
        {
            gaps.Add((next, Last));
        }

        return new(gaps);
    }

    /// <summary>Those that are in the other too.</summary>
    public CodePoints Within(CodePoints other) => Inverse().With(other.Inverse()).Inverse();

    private static List<(int First, int Last)> Merge(IEnumerable<(int First, int Last)> ranges)
    {
        List<(int First, int Last)> merged = [];
        foreach (var (first, last) in ranges.Where(range => range.First <= range.Last).OrderBy(range => range.First))
        {
            if (merged.Count > 0 && first <= merged[^1].Last + 1)
            {
                merged[^1] = (merged[^1].First, Math.Max(merged[^1].Last, last));
            }
            else
            {
                merged.Add((first, last));
            }
        }

        return merged;
    }
}

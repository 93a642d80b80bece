namespace Assistant.Benchmarks.Engine;

/// <summary>The middle and other places of a list of figures.</summary>
internal static class Medians
{
    /// <summary>The middle one; of an even number the mean of the two in the middle.</summary>
    public static double Of(IEnumerable<double> figures)
    {
        var sorted = Sorted(figures);
        return sorted.Count == 0 ? double.NaN : (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }

    /// <summary>What all but a share exceed.</summary>
    public static double At(IEnumerable<double> figures, double share)
    {
        var sorted = Sorted(figures);
        return sorted.Count == 0 ? double.NaN : sorted[Math.Min(sorted.Count - 1, (int)(share * sorted.Count))];
    }

    /// <summary>The mean by which ratios are averaged: half and double cancel out.</summary>
    public static double Geometric(IEnumerable<double> ratios)
    {
        List<double> all = [.. ratios];
        return Math.Exp(all.Sum(Math.Log) / all.Count);
    }

    private static List<double> Sorted(IEnumerable<double> figures) => [.. figures.Where(figure => !double.IsNaN(figure)).Order()];
}

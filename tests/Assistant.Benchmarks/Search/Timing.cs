using System.Diagnostics;

namespace Assistant.Benchmarks.Search;

/// <summary>Times of single calls in milliseconds.</summary>
internal sealed class Timing
{
    private readonly List<double> times = [];

    /// <summary>The middle of all times.</summary>
    public double P50 => At(0.5);

    /// <summary>What one in twenty exceeds.</summary>
    public double P95 => At(0.95);

    /// <summary>Runs a call and keeps its time.</summary>
    public T Run<T>(Func<T> call)
    {
        var start = Stopwatch.GetTimestamp();
        var result = call();
        times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        return result;
    }

    /// <summary>Keeps times that were taken elsewhere.</summary>
    public void Add(IEnumerable<double> milliseconds) => times.AddRange(milliseconds);

    private double At(double share)
    {
        var sorted = times.Order().ToList();
        return sorted.Count == 0 ? double.NaN : sorted[Math.Min(sorted.Count - 1, (int)(share * sorted.Count))];
    }
}

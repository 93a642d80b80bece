using System.Collections.Concurrent;
using System.Globalization;

namespace Assistant.Benchmarks.Engine;

/// <summary>What became of the requests. Safe from many threads.</summary>
internal sealed class SoakResults
{
    private readonly ConcurrentDictionary<string, int> right = new();
    private readonly ConcurrentBag<double> cancelMs = [];
    private readonly ConcurrentBag<string> faults = [];
    private int cancelled;
    private int endedBefore;
    private int broken;

    /// <summary>How many requests have come to an end.</summary>
    public int Count => right.Values.Sum() + cancelled + faults.Count;

    /// <summary>What became of those that have come to an end, on one line.</summary>
    public string Summary => $"{Count:N0} ended: {right.Values.Sum():N0} right, {cancelled:N0} broken off, {faults.Count:N0} lost, crossed or wrong";

    /// <summary>The answer came and was the right one.</summary>
    public void Right(string kind) => right.AddOrUpdate(kind, 1, (_, count) => count + 1);

    /// <summary>The request was broken off and ended so.</summary>
    public void Cancelled(double milliseconds)
    {
        Interlocked.Increment(ref cancelled);
        cancelMs.Add(milliseconds);
    }

    /// <summary>The answer was there before the request was broken off.</summary>
    public void EndedBefore() => Interlocked.Increment(ref endedBefore);

    /// <summary>The worker was ended while it answered, and the request failed with a clear error.</summary>
    public void Broken() => Interlocked.Increment(ref broken);

    /// <summary>Something that must not be.</summary>
    public void Fault(string what)
    {
        faults.Add(what);
        EngineBenchmark.Tell("FAULT: " + what);
    }

    /// <summary>A table and a list of faults.</summary>
    public IEnumerable<string> Lines() =>
    [
        "| what | count |",
        "|---|---|",
        .. right.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"| right answers, {pair.Key} | {pair.Value:N0} |"),
        string.Create(CultureInfo.InvariantCulture, $"| broken off | {cancelled:N0} (ended within p50 {Medians.Of(cancelMs):N0} ms, p95 {Medians.At(cancelMs, 0.95):N0} ms, at most {cancelMs.DefaultIfEmpty().Max():N0} ms) |"),
        $"| answered before they could be broken off (counted above) | {endedBefore:N0} |",
        $"| failed because the worker was killed, then asked again (counted above) | {broken:N0} |",
        $"| **lost, crossed or wrong** | **{faults.Count:N0}** |",
        "",
        .. faults.Take(20).Select(fault => "- " + fault),
    ];
}

using System.Diagnostics;

namespace Assistant.Benchmarks.Engine;

/// <summary>
/// A clock whose hours pass in minutes; timers and durations stay as they are. With it a worker that is killed every few seconds, as no
/// machine does, does not have to wait as one that can't stay alive.
/// </summary>
internal sealed class HurriedTime : TimeProvider
{
    private const int Hurry = 60;

    private readonly DateTimeOffset from = System.GetUtcNow();
    private readonly long start = Stopwatch.GetTimestamp();

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => from + (Stopwatch.GetElapsedTime(start) * Hurry);
}

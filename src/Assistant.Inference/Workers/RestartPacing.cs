namespace Assistant.Inference.Workers;

/// <summary>How long to wait before the worker is started again. Not for two threads at once.</summary>
/// <param name="time">The clock.</param>
/// <param name="chance">A number from 0 to 1, anew each time.</param>
internal sealed class RestartPacing(TimeProvider time, Func<double> chance)
{
    // The first death is met at once: the next question should not notice it.
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    // Who lived that long died of something new.
    private static readonly TimeSpan LongLife = TimeSpan.FromMinutes(1);

    private DateTimeOffset notBefore = DateTimeOffset.MinValue;

    /// <summary>Deaths in a row.</summary>
    public int InARow { get; private set; }

    /// <summary>How long there is to wait still; zero for not at all.</summary>
    public TimeSpan Wait => notBefore - time.GetUtcNow() is { Ticks: > 0 } wait ? wait : TimeSpan.Zero;

    /// <summary>It died, or did not start.</summary>
    /// <param name="lived">How long it had lived.</param>
    public void Died(TimeSpan lived)
    {
        InARow = lived >= LongLife ? 1 : InARow + 1;
        if (InARow == 1)
        {
            notBefore = DateTimeOffset.MinValue;
            return;
        }

        var doubled = FirstWait * Math.Pow(2, Math.Min(InARow - 2, 16));
        var wait = doubled < LongestWait ? doubled : LongestWait;

        // Half as jitter, so that several servers of one machine don't come back in step.
        notBefore = time.GetUtcNow() + (wait * (0.5 + (0.5 * chance())));
    }
}

namespace Assistant.Inference.Scheduling;

/// <summary>How fast the model is: whether a step is worth stopping, and when a place gets free. Safe from many threads.</summary>
internal sealed class StepPace(int parallel)
{
    // Cancelling takes effect at the end of a step that is shorter than this, and stops a longer one, whose work is lost.
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(60);

    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(2);

    // Weight of the newest in the moving averages.
    private const double Newest = 0.2;

    private readonly Lock gate = new();
    private double ticksPerToken = double.PositiveInfinity;
    private double requestTicks = TimeSpan.FromSeconds(5).Ticks;

    /// <summary>Whether a step of so many tokens is likely to have much time left now.</summary>
    public bool IsLong(int tokens)
    {
        lock (gate)
        {
            return ticksPerToken * tokens > Short.Ticks;
        }
    }

    /// <summary>Takes note of a step.</summary>
    public void Took(int tokens, TimeSpan duration)
    {
        lock (gate)
        {
            var ticks = duration.Ticks / (double)Math.Max(1, tokens);
            ticksPerToken = double.IsPositiveInfinity(ticksPerToken) ? ticks : ticksPerToken + (Newest * (ticks - ticksPerToken));
        }
    }

    /// <summary>Takes note of a request that has ended.</summary>
    public void Ended(TimeSpan duration)
    {
        lock (gate)
        {
            requestTicks += Newest * (duration.Ticks - requestTicks);
        }
    }

    /// <summary>In how many whole seconds a place is likely to be free, when so many wait before.</summary>
    public TimeSpan UntilFree(int waiting)
    {
        lock (gate)
        {
            var seconds = Math.Ceiling(TimeSpan.FromTicks((long)(requestTicks * (waiting + 1) / parallel)).TotalSeconds);
            return TimeSpan.FromSeconds(Math.Clamp(seconds, 1, LongestWait.TotalSeconds));
        }
    }
}

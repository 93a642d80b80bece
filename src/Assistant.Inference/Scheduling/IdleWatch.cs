using Assistant.Inference.Engine;

namespace Assistant.Inference.Scheduling;

/// <summary>Tells others whether somebody waits for an answer, and the engine when nobody did for long.</summary>
/// <remarks>Belongs to the decode thread; only the timer comes from another.</remarks>
internal sealed class IdleWatch : IDisposable
{
    private readonly ChatActivity activity;
    private readonly EngineSettings settings;
    private readonly ITimer timer;
    private volatile bool isLong;
    private bool isBusy;

    /// <summary>Starts with nothing to do.</summary>
    /// <param name="activity">Where background work looks.</param>
    /// <param name="settings">How many threads an answer takes, and how long is long.</param>
    /// <param name="time">The time.</param>
    /// <param name="wake">Called when nobody asked for long.</param>
    public IdleWatch(ChatActivity activity, EngineSettings settings, TimeProvider time, Action wake)
    {
        this.activity = activity;
        this.settings = settings;
        timer = time.CreateTimer(_ => Fire(wake), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Says whether there is something to do.</summary>
    public void Busy(bool isBusyNow)
    {
        if (isBusyNow && !isBusy)
        {
            activity.Begin(settings.Threads);
        }
        else if (!isBusyNow && isBusy)
        {
            activity.End(settings.Threads);
        }

        isBusy = isBusyNow;
    }

    /// <summary>Waits for something to do.</summary>
    /// <returns>Whether it was a long wait for nothing.</returns>
    public bool Wait(WaitHandle work)
    {
        isLong = false;
        if (settings.IdleTime > TimeSpan.Zero)
        {
            timer.Change(settings.IdleTime, Timeout.InfiniteTimeSpan);
        }

        work.WaitOne();
        timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        return isLong;
    }

    /// <inheritdoc/>
    public void Dispose() => timer.Dispose();

    private void Fire(Action wake)
    {
        isLong = true;
        wake();
    }
}

using Assistant.Inference.Engine;

namespace Assistant.Inference.Encoders;

/// <summary>How much of the machine texts that nobody waits for may take. Safe from many threads.</summary>
/// <remarks>
/// A text in the middle is never broken off: a passage of 256 tokens takes some tens of milliseconds, and that is what others wait at most.
/// </remarks>
/// <param name="chat">What people's answers take now.</param>
/// <param name="processors">How many processors there are.</param>
internal sealed class GuestPace(ChatActivity chat, int processors)
{
    // A question takes a few milliseconds. A stream of them must not stop the others for good.
    private static readonly TimeSpan QuestionLook = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan QuestionPatience = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan ChatLook = TimeSpan.FromMilliseconds(20);

    // Where answers take all processors, one lane works a quarter of the time: of two processors an eighth.
    private const int RestPerWork = 3;

    private int questions;
    private int working;

    /// <summary>How many processors neither answers nor texts at work take.</summary>
    public int FreeProcessors => processors - chat.BusyThreads - Volatile.Read(ref working);

    /// <summary>Says that a lane takes up a text.</summary>
    public void WorkBegins() => Interlocked.Increment(ref working);

    /// <summary>Says that a lane is done with it.</summary>
    public void WorkEnds() => Interlocked.Decrement(ref working);

    /// <summary>Says that a question came.</summary>
    public void QuestionBegins() => Interlocked.Increment(ref questions);

    /// <summary>Says that a question has its result.</summary>
    public void QuestionEnds() => Interlocked.Decrement(ref questions);

    /// <summary>How long a lane that would begin a background text waits before it looks again; zero when it may begin.</summary>
    /// <param name="lane">The lane's number, from 0.</param>
    /// <param name="rested">How long its last text is over.</param>
    /// <param name="worked">How long that took.</param>
    public TimeSpan Wait(int lane, TimeSpan rested, TimeSpan worked)
    {
        if (Volatile.Read(ref questions) > 0 && rested < QuestionPatience)
        {
            return QuestionLook;
        }

        var busy = chat.BusyThreads;
        if (busy == 0 || lane < processors - busy)
        {
            return TimeSpan.Zero;
        }

        if (lane > 0)
        {
            return ChatLook;
        }

        var left = (worked * RestPerWork) - rested;
        return left <= TimeSpan.Zero ? TimeSpan.Zero : left < ChatLook ? left : ChatLook;
    }
}

namespace Assistant.Inference.Engine;

/// <summary>
/// How much of the machine people's answers take at this moment. Whoever generates says so here, and embedding in the background
/// steps back as long. Safe from many threads; two interlocked additions, so it may stand round every native call.
/// </summary>
/// <remarks>
/// Reached as <see cref="LlamaRuntime.ChatActivity"/>. A decode thread calls <see cref="Begin"/> when it takes up work and
/// <see cref="End"/> in a <c>finally</c> when it runs out of it, each time with the threads of its context.
/// </remarks>
internal sealed class ChatActivity
{
    private int threads;

    /// <summary>The threads of all calls that run now; 0 when nobody waits for an answer.</summary>
    public int BusyThreads => Math.Max(0, Volatile.Read(ref threads));

    /// <summary>Says that a call with so many threads begins.</summary>
    public void Begin(int callThreads) => Interlocked.Add(ref threads, callThreads);

    /// <summary>Takes back <see cref="Begin"/>.</summary>
    public void End(int callThreads) => Interlocked.Add(ref threads, -callThreads);
}

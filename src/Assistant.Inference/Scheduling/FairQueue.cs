namespace Assistant.Inference.Scheduling;

/// <summary>Requests that wait. Callers take turns: whoever has the fewest running comes next, and among those the one who waited longest for a turn.</summary>
/// <remarks>Not safe from two threads at once.</remarks>
internal sealed class FairQueue
{
    private readonly Dictionary<string, LinkedList<EngineRequest>> waiting = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> running = new(StringComparer.Ordinal);

    // Callers with waiting requests, in the order of their turns.
    private readonly LinkedList<string> turns = [];

    /// <summary>How many requests wait.</summary>
    public int Count { get; private set; }

    /// <summary>Puts a request behind the others of its caller.</summary>
    public void Add(EngineRequest request)
    {
        if (!waiting.TryGetValue(request.Caller, out var own))
        {
            waiting[request.Caller] = own = [];
            turns.AddLast(request.Caller);
        }

        own.AddLast(request);
        Count++;
    }

    /// <summary>The request whose turn it is, or null where none waits. It stays.</summary>
    public EngineRequest? Peek()
    {
        string? next = null;
        var fewest = int.MaxValue;
        foreach (var caller in turns)
        {
            var count = running.GetValueOrDefault(caller);
            if (count < fewest)
            {
                (next, fewest) = (caller, count);
            }
        }

        return next is null ? null : waiting[next].First!.Value;
    }

    /// <summary>Takes a request out to run it; <see cref="Done"/> belongs to it.</summary>
    public void Start(EngineRequest request)
    {
        Remove(request);
        running[request.Caller] = running.GetValueOrDefault(request.Caller) + 1;
        if (turns.Remove(request.Caller))
        {
            turns.AddLast(request.Caller);
        }
    }

    /// <summary>A request runs no more.</summary>
    public void Done(EngineRequest request)
    {
        if (--running[request.Caller] == 0)
        {
            running.Remove(request.Caller);
        }
    }

    /// <summary>Takes a request out for good.</summary>
    public void Remove(EngineRequest request)
    {
        if (!waiting.TryGetValue(request.Caller, out var own) || !own.Remove(request))
        {
            return;
        }

        Count--;
        if (own.Count == 0)
        {
            waiting.Remove(request.Caller);
            turns.Remove(request.Caller);
        }
    }

    /// <summary>All that wait.</summary>
    public List<EngineRequest> All() => [.. turns.SelectMany(caller => waiting[caller])];
}

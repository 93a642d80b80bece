namespace Assistant.Server.Home;

/// <summary>A home that this process writes to, for itself and for others who hand work over.</summary>
/// <remarks>Disposing waits for work of others that goes on, then lets go of everything and gives the lock back.</remarks>
internal sealed class WritingHome : IAsyncDisposable
{
    private readonly WriterLock held;
    private readonly DoWork work;
    private readonly WriterDoor door;
    private readonly IAsyncDisposable rooms;
    private readonly Action<string> tell;
    private readonly string verb;

    private WritingHome(WriterLock held, string verb, DoWork work, WriterDoor door, IAsyncDisposable rooms, Action<string> tell)
    {
        this.held = held;
        this.verb = verb;
        this.work = work;
        this.door = door;
        this.rooms = rooms;
        this.tell = tell;
    }

    /// <summary>Starts to take work of other processes.</summary>
    /// <param name="home">The home.</param>
    /// <param name="held">The writer's lock; passes to the result.</param>
    /// <param name="verb">What this process runs, for others to know.</param>
    /// <param name="work">Does the work.</param>
    /// <param name="rooms">What the work is done with; disposed before the lock is given back.</param>
    /// <param name="tell">Tells a person why it takes longer to end.</param>
    /// <param name="logger">The log.</param>
    public static WritingHome Open(
        string home, WriterLock held, string verb, DoWork work, IAsyncDisposable rooms, Action<string> tell, ILogger logger)
    {
        WritingHome writing = new(held, verb, work, WriterDoor.Open(home, work, logger), rooms, tell);
        writing.TellAddress([]);
        return writing;
    }

    /// <summary>Tells other processes where this one can be reached.</summary>
    /// <param name="urls">Where it serves people; empty for a verb.</param>
    public void TellAddress(IReadOnlyList<string> urls) =>
        held.Tell(new(Environment.ProcessId, door.Address, verb) { Urls = urls });

    /// <summary>Does a piece of work; the last event is its exit.</summary>
    public IAsyncEnumerable<WorkEvent> DoAsync(WorkRequest request, CancellationToken cancellationToken) => work(request, cancellationToken);

    /// <summary>Takes no more work of others, and waits for what goes on.</summary>
    /// <param name="cancellationToken">Cancels what goes on.</param>
    public async Task CloseAsync(CancellationToken cancellationToken)
    {
        if (door.Busy > 0)
        {
            tell("Finishing work that another command handed over; Ctrl-C once more stops it.");
        }

        await door.CloseAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await CloseAsync(CancellationToken.None);
        await door.DisposeAsync();
        await rooms.DisposeAsync();
        held.Dispose();
    }
}

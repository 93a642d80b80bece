using System.Net.Sockets;
using System.Text.Json;
using Assistant.Server.Lines;

namespace Assistant.Server.Home;

/// <summary>Does a piece of work; ends with exactly one <see cref="WorkEvent.Exit"/> unless it is cancelled.</summary>
internal delegate IAsyncEnumerable<WorkEvent> DoWork(WorkRequest request, CancellationToken cancellationToken);

/// <summary>The writer's side of the socket: takes work of other processes and sends them what happens.</summary>
internal sealed class WriterDoor : IAsyncDisposable
{
    private readonly DoWork work;
    private readonly ILogger logger;
    private readonly WriterSocket place;
    private readonly Socket listener;
    private readonly Task accepting;
    private readonly CancellationTokenSource stopping = new();
    private readonly Lock gate = new();
    private readonly HashSet<Task> visits = [];
    private bool closed;

    private WriterDoor(DoWork work, WriterSocket place, ILogger logger)
    {
        this.work = work;
        this.place = place;
        this.logger = logger;
        listener = place.Listen();
        accepting = AcceptAsync();
    }

    /// <summary>Opens the door of a home. The caller holds the writer's lock.</summary>
    public static WriterDoor Open(string home, DoWork work, ILogger logger)
    {
        var place = WriterSocket.In(home);
        try
        {
            return new(work, place, logger);
        }
        catch
        {
            place.Dispose();
            throw;
        }
    }

    /// <summary>The socket's absolute path.</summary>
    public string Address => place.Path;

    /// <summary>Takes no more work, and waits until what was taken is done.</summary>
    /// <param name="cancellationToken">Cancels the work that is still going on.</param>
    /// <returns>Whether nothing had to be cancelled.</returns>
    public async Task<bool> CloseAsync(CancellationToken cancellationToken)
    {
        Task[] open;
        lock (gate)
        {
            closed = true;
            open = [.. visits];
        }

        listener.Dispose();
        await accepting;
        await using var registration = cancellationToken.Register(stopping.Cancel);
        await Task.WhenAll(open);
        return !stopping.IsCancellationRequested;
    }

    /// <summary>How many pieces of work go on.</summary>
    public int Busy
    {
        get
        {
            lock (gate)
            {
                return visits.Count;
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await CloseAsync(CancellationToken.None);
        place.Dispose();
        stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            Socket caller;
            try
            {
                caller = await listener.AcceptAsync();
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                if (closed)
                {
                    return;
                }

                // Out of file handles, or the caller hung up at once: the door stays open for the next one.
                Log.ConnectionFailed(logger, e);
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
                continue;
            }

            lock (gate)
            {
                if (closed)
                {
                    // Not accepted: the caller finds the connection closed before the first word and tries again.
                    caller.Dispose();
                    return;
                }

                var visit = ServeAsync(caller);
                if (!visit.IsCompleted)
                {
                    visits.Add(visit);
                    _ = visit.ContinueWith(Leave, TaskScheduler.Default);
                }
            }
        }
    }

    private void Leave(Task visit)
    {
        lock (gate)
        {
            visits.Remove(visit);
        }
    }

    private async Task ServeAsync(Socket caller)
    {
        await Task.Yield();
        await using WorkPipe pipe = new(caller);
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(stopping.Token);
        try
        {
            var request = await pipe.ReceiveAsync(WireJson.Shared.WorkRequest, gone.Token);
            if (request is null)
            {
                return;
            }

            Log.WorkTaken(logger, request.GetType().Name);
            await pipe.SendAsync(new WorkEvent.Accepted(), WireJson.Shared.WorkEvent, gone.Token);
            var watching = WatchAsync(pipe, gone);
            await foreach (var happened in work(request, gone.Token).WithCancellation(gone.Token))
            {
                await pipe.SendAsync(happened, WireJson.Shared.WorkEvent, gone.Token);
            }

            await gone.CancelAsync();
            await watching;
        }
        catch (OperationCanceledException) when (gone.IsCancellationRequested)
        {
            Log.CallerGone(logger);
        }
        catch (Exception e) when (e is IOException or JsonException or SocketException)
        {
            // The caller vanished while we were writing to it, or sent what is no request.
            Log.ConnectionFailed(logger, e);
        }
        catch (Exception e)
        {
            Log.WorkFailed(logger, e);
        }
    }

    private static async Task WatchAsync(WorkPipe pipe, CancellationTokenSource gone)
    {
        try
        {
            await pipe.GoneAsync(gone.Token);
            await gone.CancelAsync();
        }
        catch (OperationCanceledException) when (gone.IsCancellationRequested)
        {
            // The work is done: nobody has to be watched any more.
        }
    }
}

using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Assistant.Inference.Workers;

/// <summary>Keeps the process in which local models run: starts it at first use, again when it dies, and ends it when it takes too much memory or nobody needs it.</summary>
/// <remarks>Safe from many threads. When this program dies in whatever way, the worker sees the end of its standard input and ends too.</remarks>
public sealed class WorkerSupervisor : IAsyncDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    // Callers rather wait so long than fail.
    private static readonly TimeSpan MostWait = TimeSpan.FromSeconds(3);

    private readonly WorkerOptions options;
    private readonly IOptions<LocalModelsOptions> models;
    private readonly ModelShelf shelf;
    private readonly TimeProvider time;
    private readonly ILogger<WorkerSupervisor> logger;
    private readonly Lock gate = new();
    private readonly RestartPacing pacing;
    private readonly CancellationTokenSource ending = new();
    private Task<WorkerProcess>? current;
    private WorkerProcess? running;
    private Task watching = Task.CompletedTask;
    private string? lastFault;
    private bool hasFailed;
    private int failures;
    private int requests;
    private long idleSince;
    private bool disposed;

    /// <summary>Takes the settings; nothing is started yet.</summary>
    public WorkerSupervisor(
        IOptions<WorkerOptions> options, IOptions<LocalModelsOptions> models, ModelShelf shelf, TimeProvider time, ILogger<WorkerSupervisor> logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        this.options = options.Value;
        this.models = models;
        this.shelf = shelf;
        this.time = time;
        this.logger = logger;

        // Jitter is no secret.
#pragma warning disable CA5394
        pacing = new(time, Random.Shared.NextDouble);
#pragma warning restore CA5394
    }

    /// <summary>Whether local models run in a worker at all.</summary>
    public bool IsWanted => models.Value.Hosting switch
    {
        null or "" => options.Command.Count > 0,
        LocalModelsOptions.Worker when options.Command.Count == 0 => throw new LocalModelException(
            $"{LocalModelsOptions.Section}:{nameof(LocalModelsOptions.Hosting)} is '{LocalModelsOptions.Worker}', but no command starts one: set {WorkerOptions.Section}:{nameof(WorkerOptions.Command)}."),
        var hosting => hosting == LocalModelsOptions.Worker,
    };

    /// <summary>How the worker is now.</summary>
    public WorkerStatus Status
    {
        get
        {
            lock (gate)
            {
                var state = running is not null ? WorkerState.Running
                    : current is not null ? WorkerState.Starting
                    : hasFailed ? WorkerState.Failed
                    : WorkerState.Resting;
                return new(state, running?.Id, running?.MemoryBytes ?? 0, failures, lastFault);
            }
        }
    }

    /// <summary>Starts the worker now where it isn't running, so that the first request need not wait for it. Failures come with that request.</summary>
    public void Warm()
    {
        lock (gate)
        {
            if (!disposed && IsWanted && current is null && pacing.Wait == TimeSpan.Zero)
            {
                current = StartAsync();
                _ = current.ContinueWith(static start => start.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            }
        }
    }

    /// <summary>The worker, for one request; <see cref="Leave"/> ends it.</summary>
    /// <exception cref="LocalModelException">It can't be started.</exception>
    internal async Task<WorkerProcess> EnterAsync(CancellationToken cancellationToken)
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            requests++;
        }

        try
        {
            while (true)
            {
                if (WaitingTime() is { Ticks: > 0 } wait)
                {
                    await Task.Delay(wait, time, cancellationToken);
                }

                Task<WorkerProcess> start;
                lock (gate)
                {
                    ObjectDisposedException.ThrowIf(disposed, this);
                    start = current ??= StartAsync();
                }

                var process = await start.WaitAsync(cancellationToken);
                if (!process.Exited.IsCompleted)
                {
                    return process;
                }

                Bury(process);
            }
        }
        catch
        {
            Leave();
            throw;
        }
    }

    /// <summary>A request is done.</summary>
    internal void Leave()
    {
        lock (gate)
        {
            requests--;
            idleSince = time.GetTimestamp();
        }
    }

    /// <summary>Ends the worker, also one that is still starting.</summary>
    public async ValueTask DisposeAsync()
    {
        Task<WorkerProcess>? last;
        lock (gate)
        {
            if (disposed)
            {
                return;
            }

            disposed = true;
            last = current;
        }

        await ending.CancelAsync();
        if (last is not null)
        {
            try
            {
                var process = await last;
                process.Kill("The program is being ended.");
                await process.Exited;
            }
            catch (LocalModelException)
            {
                // It did not start.
            }
        }

        await watching;
        ending.Dispose();
    }

    // Until when callers wait; what would take longer fails at once.
    private TimeSpan WaitingTime()
    {
        lock (gate)
        {
            return current is not null || pacing.Wait is not { Ticks: > 0 } wait ? TimeSpan.Zero
                : wait <= MostWait ? wait
                : throw new LocalModelException(
                    $"The model worker failed {pacing.InARow} times in a row and is tried again in {Math.Ceiling(wait.TotalSeconds)} s. {lastFault}");
        }
    }

    private async Task<WorkerProcess> StartAsync()
    {
        // The lock of the caller is not to be held while a process starts.
        await Task.Yield();
        var began = time.GetTimestamp();
        WorkerProcess? process = null;
        try
        {
            process = await WorkerProcess.StartAsync(options, models.Value, logger, time, ending.Token);
            lock (gate)
            {
                running = process;
                hasFailed = false;
                idleSince = time.GetTimestamp();
                watching = Task.WhenAll(watching, WatchAsync(process));
            }

            logger.WorkerStarted(process.Id, time.GetElapsedTime(began).TotalMilliseconds);
            return process;
        }
        catch (Exception e)
        {
            var told = e as LocalModelException ?? new($"The model worker can't be started: {e.Message}", e);
            Died(told.Message, TimeSpan.Zero);
            process?.Kill(told.Message);
            throw told;
        }
    }

    private async Task WatchAsync(WorkerProcess process)
    {
        MemoryLimit limit = new(Limit);
        try
        {
            while (!process.Exited.IsCompleted)
            {
                using CancellationTokenSource ended = new();
                await Task.WhenAny(process.Exited, Task.Delay(LookEvery, time, ended.Token));
                await ended.CancelAsync();
                Look(process, limit);
            }
        }
        finally
        {
            await process.Exited;
            Bury(process);
            process.Dispose();
        }
    }

    private void Look(WorkerProcess process, MemoryLimit limit)
    {
        try
        {
            if (process.Exited.IsCompleted)
            {
                return;
            }

            // First what needs no file to be read.
            if (PutToRest(process))
            {
                process.Kill("The model worker was not needed.");
                return;
            }

            var taken = process.MemoryBytes;
            if (limit.PassedBy(taken) is { } allowed)
            {
                process.Kill($"The model worker took {taken >> 20} MiB and was ended: {allowed >> 20} MiB are allowed ({WorkerOptions.Section}:{nameof(WorkerOptions.MemoryMegabytes)}).");
            }
        }
#pragma warning disable CA1031 // A folder that can't be read for once must not leave the worker unwatched.
        catch (Exception e)
#pragma warning restore CA1031
        {
            logger.WorkerLookFailed(process.Id, e);
        }
    }

    // Where the system doesn't tell mapped weights apart, only the setting limits: they would count as if they were taken.
    private long? Limit() => options.MemoryMegabytes == 0 && !ProcessMemory.IsExact ? null : WorkerMemory.Limit(
        options, shelf.List(), models.Value.ContextTokens, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes, (long)models.Value.CacheMegabytes << 20, (long)models.Value.SavedMegabytes << 20);

    // A dead process makes room for the next one; whoever sees it first says so.
    private void Bury(WorkerProcess process)
    {
        lock (gate)
        {
            if (running != process)
            {
                return;
            }

            if (!disposed)
            {
                logger.WorkerDied(process.Id, process.Fault, process.Lived.TotalSeconds);
            }

            Died(process.Fault, process.Lived);
        }
    }

    // Whether nobody needs the worker: then it is no longer the current one.
    private bool PutToRest(WorkerProcess process)
    {
        lock (gate)
        {
            if (running != process || requests > 0 || options.IdleMinutes <= 0 || time.GetElapsedTime(idleSince) < TimeSpan.FromMinutes(options.IdleMinutes))
            {
                return false;
            }

            (running, current) = (null, null);
        }

        logger.WorkerRests(process.Id, options.IdleMinutes);
        return true;
    }

    private void Died(string fault, TimeSpan lived)
    {
        lock (gate)
        {
            (running, current) = (null, null);
            lastFault = fault;
            hasFailed = true;
            failures++;
            pacing.Died(lived);
        }
    }
}

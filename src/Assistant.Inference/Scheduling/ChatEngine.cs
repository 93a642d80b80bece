using Assistant.Inference.Engine;
using Microsoft.Extensions.Logging;

namespace Assistant.Inference.Scheduling;

/// <summary>A loaded chat model at work: a bounded queue, and one thread that computes all requests together.</summary>
/// <remarks>
/// Safe from many threads. Callers take turns. Requests that run share each call into the model, so each writes on while others are
/// read. What they have in common at their start is computed once and kept for later ones.
/// </remarks>
internal sealed class ChatEngine : IDisposable
{
    private readonly Lock gate = new();
    private readonly FairQueue queue = new();
    private readonly AutoResetEvent wake = new(false);
    private readonly StepPace pace;
    private readonly BatchRunner runner;
    private readonly EngineSettings settings;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly string model;
    private readonly IdleWatch idle;
    private readonly Thread thread;
    private int active;
    private int cancelled;
    private bool isStepping;
    private bool isDisposed;

    /// <summary>Starts the thread; the context comes with the first request.</summary>
    public ChatEngine(LlamaModel model, EngineSettings settings, ChatActivity activity, TimeProvider time, ILogger logger)
    {
        this.settings = settings;
        this.time = time;
        this.logger = logger;
        this.model = model.File.Name;
        pace = new(settings.Parallel);
        runner = new(model, settings, logger, Ended);
        idle = new(activity, settings, time, Wake);
        thread = new(Run) { IsBackground = true, Name = "Decode " + this.model };
        thread.Start();
    }

    /// <summary>What it has and has done.</summary>
    public EngineStatistics Statistics
    {
        get
        {
            lock (gate)
            {
                return runner.Statistics with { Running = active, Waiting = queue.Count };
            }
        }
    }

    /// <summary>Whether the memory of what was read is there.</summary>
    public bool IsContextLoaded => runner.IsLoaded;

    /// <summary>Puts a request into the queue; <see cref="EngineRequest.Ended"/> tells what became of it.</summary>
    /// <exception cref="EngineBusyException">The queue is full.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled before.</exception>
    public void Submit(EngineRequest request)
    {
        ArgumentOutOfRangeException.ThrowIfZero(request.Prompt.Count);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(request.Prompt.Count, settings.ContextTokens);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(request.MaxTokens);
        request.CancellationToken.ThrowIfCancellationRequested();
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(isDisposed, this);
            if (queue.Count >= settings.QueueLimit + settings.Parallel - active)
            {
                logger.EngineBusy(model, queue.Count);
                throw new EngineBusyException(model, queue.Count, pace.UntilFree(queue.Count));
            }

            request.Arrived = time.GetTimestamp();
            queue.Add(request);
        }

        request.Registration = request.CancellationToken.UnsafeRegister(_ => Cancel(request), null);
        Wake();
    }

    /// <summary>Ends all requests and waits for the thread.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            if (isDisposed)
            {
                return;
            }

            isDisposed = true;
            runner.Stop();
        }

        Wake();
        if (Thread.CurrentThread != thread)
        {
            thread.Join();
            wake.Dispose();
        }

        idle.Dispose();
    }

    private void Cancel(EngineRequest request)
    {
        lock (gate)
        {
            if (request.IsCancelled || request.State == EngineRequestState.Ended)
            {
                return;
            }

            request.IsCancelled = true;
            if (request.State == EngineRequestState.Running)
            {
                cancelled++;
                if (isStepping && pace.IsLong(runner.Planned))
                {
                    runner.Stop();
                }

                return;
            }

            queue.Remove(request);
            request.State = EngineRequestState.Ended;
        }

        request.Ended(default, new OperationCanceledException(request.CancellationToken));
    }

    private void Wake()
    {
        try
        {
            wake.Set();
        }
        catch (ObjectDisposedException)
        {
            // The engine has ended meanwhile.
        }
    }

    private void Run()
    {
        while (Turn())
        {
        }

        ObjectDisposedException reason = new(nameof(ChatEngine));
        EndAll(reason);
        foreach (var request in TakeAll())
        {
            Tell(request, default, reason);
        }

        runner.Dispose();
        idle.Busy(false);
    }

    // Gives false when the engine has ended.
    private bool Turn()
    {
        bool looksForCancelled;
        lock (gate)
        {
            if (isDisposed)
            {
                return false;
            }

            looksForCancelled = cancelled > 0;
            cancelled = 0;
        }

        try
        {
            EndLate(looksForCancelled);
            Admit();
            idle.Busy(!runner.IsEmpty);
            if (runner.IsEmpty)
            {
                runner.Look();
                Wait();
            }
            else
            {
                Step();
                runner.Look();
            }
        }
#pragma warning disable CA1031 // The thread must outlive whatever a step does.
        catch (Exception e)
#pragma warning restore CA1031
        {
            logger.StepFailed(model, e);
            EndAll(e);
            runner.Release(keep: false);
        }

        return true;
    }

    private void Wait()
    {
        if (idle.Wait(wake) && runner.IsLoaded && Statistics.Waiting == 0)
        {
            runner.Release(keep: true);
            logger.EngineReleased(model);
        }
    }

    private void Step()
    {
        runner.Plan();
        lock (gate)
        {
            // A request that was cancelled meanwhile is ended first; from here on cancelling stops the step itself.
            if (isDisposed || cancelled > 0)
            {
                return;
            }

            runner.AllowSteps();
            isStepping = true;
        }

        try
        {
            var start = time.GetTimestamp();
            if (runner.Compute())
            {
                var took = time.GetElapsedTime(start);
                pace.Took(runner.Planned, took);
                runner.Took(took);
            }
        }
        finally
        {
            lock (gate)
            {
                isStepping = false;
            }
        }

        runner.Choose();
    }

    private void Admit()
    {
        while (true)
        {
            EngineRequest request;
            lock (gate)
            {
                if (isDisposed || queue.Peek() is not { } next || !runner.HasRoom(next))
                {
                    return;
                }

                request = next;
                queue.Start(request);
                request.State = EngineRequestState.Running;
                request.Started = time.GetTimestamp();
                active++;
            }

            try
            {
                runner.Start(request);
            }
#pragma warning disable CA1031 // It may be this request's fault or the context's; either way its caller is told.
            catch (Exception e)
#pragma warning restore CA1031
            {
                Ended(request, default, e);
            }
        }
    }

    // Cancelled requests, and those whose time is over.
    private void EndLate(bool looksForCancelled)
    {
        if (looksForCancelled)
        {
            runner.EndWhere(sequence => sequence.Request.IsCancelled ? (EngineEnding.Stop, Cancelled(sequence.Request)) : null);
        }

        if (settings.TimeLimit == TimeSpan.Zero)
        {
            return;
        }

        runner.EndWhere(sequence => IsLate(sequence.Request)
            ? (EngineEnding.Length, sequence.Written > 0 ? null : Busy())
            : null);
        List<EngineRequest> late;
        lock (gate)
        {
            if (queue.Count == 0)
            {
                return;
            }

            late = [.. queue.All().Where(IsLate)];
            late.ForEach(queue.Remove);
        }

        foreach (var request in late)
        {
            Tell(request, default, Busy());
        }
    }

    private bool IsLate(EngineRequest request) => time.GetElapsedTime(request.Arrived) >= settings.TimeLimit;

    private EngineBusyException Busy()
    {
        var waiting = Statistics.Waiting;
        return new(model, waiting, pace.UntilFree(waiting));
    }

    private static OperationCanceledException Cancelled(EngineRequest request) => new(request.CancellationToken);

    private void EndAll(Exception reason) =>
        runner.EndWhere(sequence => (EngineEnding.Stop, sequence.Request.IsCancelled ? Cancelled(sequence.Request) : reason));

    private List<EngineRequest> TakeAll()
    {
        lock (gate)
        {
            var all = queue.All();
            all.ForEach(queue.Remove);
            return all;
        }
    }

    private void Ended(EngineRequest request, EngineOutcome outcome, Exception? failure)
    {
        lock (gate)
        {
            active--;
            queue.Done(request);
        }

        pace.Ended(time.GetElapsedTime(request.Started));
        Tell(request, outcome, failure);
    }

    private void Tell(EngineRequest request, EngineOutcome outcome, Exception? failure)
    {
        lock (gate)
        {
            if (request.State == EngineRequestState.Ended)
            {
                return;
            }

            request.State = EngineRequestState.Ended;
        }

        // Not Dispose: that waits for a running callback, which waits for the lock.
        request.Registration.Unregister();
        try
        {
            request.Ended(outcome, failure);
        }
#pragma warning disable CA1031 // A reader's fault is not the engine's.
        catch (Exception e)
#pragma warning restore CA1031
        {
            logger.ReaderFailed(model, e);
        }
    }
}

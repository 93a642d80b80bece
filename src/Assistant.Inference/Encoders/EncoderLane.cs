using System.Threading.Channels;
using Assistant.Inference.Engine;

namespace Assistant.Inference.Encoders;

/// <summary>
/// Takes texts from a queue and computes them one after the other, each on as many of its threads as find a processor free. Lanes run side by side: unlike the threads of one
/// call they never wait for each other, so a busy neighbour on the machine costs only its share.
/// </summary>
internal sealed class EncoderLane : IAsyncDisposable
{
    private readonly LlamaModel model;
    private readonly ContextSettings settings;
    private readonly ChannelReader<QueuedText> queue;
    private readonly GuestPace pace;
    private readonly int number;
    private readonly TimeSpan idleTime;
    private readonly TimeProvider time;
    private readonly Task running;
    private LlamaContext? context;
    private TokenBatch? batch;
    private long ended;
    private TimeSpan worked;

    /// <summary>Begins to work.</summary>
    /// <param name="model">The model.</param>
    /// <param name="settings">What its context is like; a text is computed by as many of its threads as find a processor free.</param>
    /// <param name="queue">Where texts come from.</param>
    /// <param name="pace">When background texts may run.</param>
    /// <param name="number">Its number among the lanes of this queue.</param>
    /// <param name="idleTime">How long it keeps its buffers without work; making them again takes some milliseconds.</param>
    /// <param name="time">The clock.</param>
    public EncoderLane(LlamaModel model, ContextSettings settings, ChannelReader<QueuedText> queue, GuestPace pace, int number, TimeSpan idleTime, TimeProvider time)
    {
        this.model = model;
        this.settings = settings;
        this.queue = queue;
        this.pace = pace;
        this.number = number;
        this.idleTime = idleTime;
        this.time = time;
        ended = time.GetTimestamp();
        running = Task.Run(RunAsync);
    }

    /// <summary>Ends when the queue is closed and empty.</summary>
    public async ValueTask DisposeAsync() => await running;

    private async Task RunAsync()
    {
        while (await WaitAsync())
        {
            while (await NextAsync() is { } next)
            {
                var start = time.GetTimestamp();
                var threads = Math.Clamp(pace.FreeProcessors, 1, settings.Threads);
                pace.WorkBegins();
                try
                {
                    next.Run(() => Context(threads), () => batch!);
                }
                finally
                {
                    pace.WorkEnds();
                }

                ended = time.GetTimestamp();
                worked = time.GetElapsedTime(start, ended);
            }
        }

        Release();
    }

    // While a guest stands back the queue may get something better, which then goes at once.
    private async ValueTask<QueuedText?> NextAsync()
    {
        while (queue.TryPeek(out var head) && head.IsGuest && pace.Wait(number, time.GetElapsedTime(ended), worked) is { Ticks: > 0 } wait)
        {
            await Task.Delay(wait, time);
        }

        return queue.TryRead(out var next) ? next : null;
    }

    private async Task<bool> WaitAsync()
    {
        if (context is not null)
        {
            using CancellationTokenSource idle = new(idleTime, time);
            try
            {
                return await queue.WaitToReadAsync(idle.Token);
            }
            catch (OperationCanceledException)
            {
                Release();
            }
        }

        return await queue.WaitToReadAsync();
    }

    private LlamaContext Context(int threads)
    {
        if (context is null)
        {
            context = new(model, settings);
            batch = new(context.Limits);
        }

        context.Use(threads);
        return context;
    }

    private void Release()
    {
        batch?.Dispose();
        context?.Dispose();
        (batch, context) = (null, null);
    }
}

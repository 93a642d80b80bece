using System.Threading.Channels;
using Assistant.Inference.Engine;

namespace Assistant.Inference.Encoders;

/// <summary>
/// Takes texts from a queue and computes them one after the other on one thread. Lanes run side by side: unlike the threads of one
/// call they never wait for each other, so a busy neighbour on the machine costs only its share.
/// </summary>
internal sealed class EncoderLane : IAsyncDisposable
{
    // An idle lane gives its buffers back: at rest only the weights stay.
    private static readonly TimeSpan IdleTime = TimeSpan.FromSeconds(20);

    private readonly LlamaModel model;
    private readonly ContextSettings settings;
    private readonly ChannelReader<QueuedText> queue;
    private readonly GuestPace pace;
    private readonly int number;
    private readonly TimeProvider time;
    private readonly Task running;
    private LlamaContext? context;
    private TokenBatch? batch;
    private long ended;
    private TimeSpan worked;

    /// <summary>Begins to work.</summary>
    /// <param name="model">The model.</param>
    /// <param name="settings">What its context is like.</param>
    /// <param name="queue">Where texts come from.</param>
    /// <param name="pace">When background texts may run.</param>
    /// <param name="number">Its number among the lanes of this queue.</param>
    /// <param name="time">The clock.</param>
    public EncoderLane(LlamaModel model, ContextSettings settings, ChannelReader<QueuedText> queue, GuestPace pace, int number, TimeProvider time)
    {
        this.model = model;
        this.settings = settings;
        this.queue = queue;
        this.pace = pace;
        this.number = number;
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
                next.Run(Context, () => batch!);
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
            using CancellationTokenSource idle = new(IdleTime, time);
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

    private LlamaContext Context()
    {
        if (context is null)
        {
            context = new(model, settings);
            batch = new(context.Limits);
        }

        return context;
    }

    private void Release()
    {
        batch?.Dispose();
        context?.Dispose();
        (batch, context) = (null, null);
    }
}

using System.Threading.Channels;
using Assistant.Inference.Engine;

namespace Assistant.Inference.Embeddings;

/// <summary>
/// Takes texts from a queue and computes them one after the other on one thread. Lanes run side by side: unlike the threads of one
/// call they never wait for each other, so a busy neighbour on the machine costs only its share.
/// </summary>
internal sealed class EmbeddingLane : IAsyncDisposable
{
    // An idle lane gives its buffers back: at rest only the weights stay.
    private static readonly TimeSpan IdleTime = TimeSpan.FromSeconds(20);

    private readonly LlamaModel model;
    private readonly ContextSettings settings;
    private readonly ChannelReader<QueuedText> queue;
    private readonly TimeProvider time;
    private readonly Task running;
    private LlamaContext? context;
    private TokenBatch? batch;

    public EmbeddingLane(LlamaModel model, ContextSettings settings, ChannelReader<QueuedText> queue, TimeProvider time)
    {
        this.model = model;
        this.settings = settings;
        this.queue = queue;
        this.time = time;
        running = Task.Run(RunAsync);
    }

    /// <summary>Ends when the queue is closed and empty.</summary>
    public async ValueTask DisposeAsync() => await running;

    private async Task RunAsync()
    {
        while (await WaitAsync())
        {
            while (queue.TryRead(out var next))
            {
                next.Run(Context, () => batch!);
            }
        }

        Release();
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

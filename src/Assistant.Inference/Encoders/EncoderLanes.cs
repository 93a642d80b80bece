using System.Threading.Channels;
using Assistant.Inference.Engine;

namespace Assistant.Inference.Encoders;

/// <summary>A loaded model whose texts stand each for itself, with its lanes: one that is kept free for questions, and some for the rest.</summary>
/// <remarks>
/// Each text has a call of its own. Texts that share one also share its attention, whose cost grows with the square of all their tokens,
/// and change each other's rounding; alone, a text has the same result always. Figures: docs/decisions/0020-encoders.md.
/// </remarks>
internal sealed class EncoderLanes : IAsyncDisposable
{
    // A buffer of a lane takes some tens of MB.
    private const int MostLanes = 4;

    // Idle lanes give their buffers back. People's questions are minutes apart, and the next one should not wait for new buffers.
    private static readonly TimeSpan IdleTime = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan QuestionIdleTime = TimeSpan.FromMinutes(10);

    private readonly LlamaModel model;
    private readonly GuestPace pace;
    private readonly Channel<QueuedText> urgent = Channel.CreateUnbounded<QueuedText>();
    private readonly Channel<QueuedText> bulk = Channel.CreateUnboundedPrioritized(
        new UnboundedPrioritizedChannelOptions<QueuedText> { Comparer = Comparer<QueuedText>.Create((one, other) => one.Turn.CompareTo(other.Turn)) });

    private readonly List<EncoderLane> lanes = [];
    private long requests;

    /// <summary>Makes the lanes; each makes its context when it gets its first text.</summary>
    /// <param name="model">The model; belongs to the lanes from now on.</param>
    /// <param name="maxTokens">The longest text.</param>
    /// <param name="threads">How many lanes besides that for questions; 0 for as many as there are processors.</param>
    /// <param name="chat">What people's answers take of the machine.</param>
    /// <param name="time">The clock.</param>
    public EncoderLanes(LlamaModel model, int maxTokens, int threads, ChatActivity chat, TimeProvider time)
    {
        this.model = model;
        pace = new(chat, Environment.ProcessorCount);
        ContextSettings settings = new() { ContextTokens = maxTokens, BatchTokens = maxTokens, Embeddings = true };
        var count = threads > 0 ? threads : Math.Min(Environment.ProcessorCount, MostLanes);

        // One text at a time: a question alone on the machine is computed by as many threads as there would be lanes.
        lanes.Add(new(model, settings with { Threads = count, KeepsThreads = true }, urgent.Reader, pace, number: 0, QuestionIdleTime, time));
        for (var number = 0; number < count; number++)
        {
            lanes.Add(new(model, settings, bulk.Reader, pace, number, IdleTime, time));
        }
    }

    /// <summary>The model.</summary>
    public LlamaModel Model => model;

    /// <summary>Runs texts through the model, each for itself.</summary>
    /// <param name="texts">Their tokens with all marks.</param>
    /// <param name="urgency">Who waits for them.</param>
    /// <param name="take">Takes the result of the text with this index from the context; on several threads at once.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task RunAsync(IReadOnlyList<int[]> texts, Urgency urgency, Action<int, LlamaContext> take, CancellationToken cancellationToken)
    {
        var request = Interlocked.Increment(ref requests);
        var isQuestion = urgency == Urgency.Question;
        var queue = isQuestion ? urgent.Writer : bulk.Writer;
        List<Task> waiting = new(texts.Count);
        if (isQuestion)
        {
            pace.QuestionBegins();
        }

        try
        {
            for (var index = 0; index < texts.Count; index++)
            {
                var at = index;
                QueuedText queued = new(texts[at], urgency, request, context => take(at, context), cancellationToken);
                if (!queue.TryWrite(queued))
                {
                    queued.Fail(new ObjectDisposedException(model.File.Name));
                }

                waiting.Add(queued.Done);
            }

            await Task.WhenAll(waiting);
        }
        finally
        {
            if (isQuestion)
            {
                pace.QuestionEnds();
            }
        }
    }

    /// <summary>Computes what waits, then frees the model.</summary>
    public async ValueTask DisposeAsync()
    {
        urgent.Writer.TryComplete();
        bulk.Writer.TryComplete();
        foreach (var lane in lanes)
        {
            await lane.DisposeAsync();
        }

        model.Dispose();
    }
}

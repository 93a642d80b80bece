using System.Threading.Channels;
using Assistant.Inference.Engine;
using Assistant.Inference.Gguf;

namespace Assistant.Inference.Embeddings;

/// <summary>A loaded embedder with its lanes: one that is kept free for questions, and some for passages.</summary>
internal sealed class EmbeddingEngine : IAsyncDisposable
{
    // Up to this many texts count as a question, which must not wait behind documents.
    private const int UrgentTexts = 2;

    // Up to this many texts somebody waits for, such as the sentences of an answer: they go before the documents of a background job.
    private const int AwaitedTexts = 32;

    // A buffer of a lane takes some tens of MB.
    private const int MostLanes = 4;

    private readonly LlamaModel model;
    private readonly EmbedderFamily family;
    private readonly Channel<QueuedText> urgent = Channel.CreateUnbounded<QueuedText>();
    private readonly Channel<QueuedText> bulk = Channel.CreateUnboundedPrioritized(
        new UnboundedPrioritizedChannelOptions<QueuedText> { Comparer = Comparer<QueuedText>.Create((one, other) => one.Turn.CompareTo(other.Turn)) });

    private readonly List<EmbeddingLane> lanes = [];
    private readonly int maxTokens;
    private long arrivals;

    public EmbeddingEngine(LlamaModel model, EmbedderFamily family, int threads, TimeProvider time)
    {
        this.model = model;
        this.family = family;
        maxTokens = Math.Min(family.MaxTokens, model.TrainedContext);
        ContextSettings settings = new() { ContextTokens = maxTokens, BatchTokens = maxTokens, Embeddings = true };
        lanes.Add(new(model, settings, urgent.Reader, time));
        var count = threads > 0 ? threads : Math.Min(Environment.ProcessorCount, MostLanes);
        for (var lane = 0; lane < count; lane++)
        {
            lanes.Add(new(model, settings, bulk.Reader, time));
        }
    }

    /// <summary>The length of the vectors.</summary>
    public int Dimensions => model.Dimensions;

    /// <summary>Refuses what is no embedder of the BERT family before its tokens reach native code.</summary>
    /// <exception cref="InvalidModelFileException">It is something else.</exception>
    public static void Check(GgufFile file)
    {
        if (ModelKinds.Of(file) != ModelKind.Embedder)
        {
            throw new InvalidModelFileException(file.Path, $"it is no embedder of the BERT family (its architecture is '{file.Architecture}').");
        }
    }

    /// <summary>The tokens of a text, cut to what the model reads.</summary>
    public EmbeddingText Read(string text, int index, bool isQuery)
    {
        // Words of more than some dozen letters per token don't exist, so most of a very long text need not be tokenized.
        const int LettersPerToken = 64;
        var prefixed = (isQuery ? family.QueryPrefix : family.PassagePrefix) + text;
        var start = prefixed.Length > maxTokens * LettersPerToken ? prefixed[..(maxTokens * LettersPerToken)] : prefixed;
        var tokens = model.Vocabulary.TokenizeMarked(start);
        if (tokens.Length < maxTokens && start.Length < prefixed.Length)
        {
            tokens = model.Vocabulary.TokenizeMarked(prefixed);
        }

        return tokens.Length <= maxTokens ? new(index, tokens, IsTruncated: false) : new(index, [.. tokens.AsSpan(0, maxTokens - 1), tokens[^1]], IsTruncated: true);
    }

    /// <summary>The vectors of the texts, in their order.</summary>
    /// <remarks>
    /// Each text has a call of its own. Texts that share one also share its attention, whose cost grows with the square of all their
    /// tokens (measured: two of 200 tokens 1.4 times slower, sixteen of 20 tokens 1.6 times), and change each other's rounding:
    /// with quantized weights a vector moved by 0.007 of its length. Alone, a text has the same vector always.
    /// </remarks>
    public async Task<float[][]> EmbedAsync(IReadOnlyList<EmbeddingText> texts, CancellationToken cancellationToken)
    {
        var vectors = new float[texts.Count][];
        var queue = texts.Count <= UrgentTexts ? urgent.Writer : bulk.Writer;
        List<Task> waiting = [];
        foreach (var text in texts)
        {
            var turn = (texts.Count > AwaitedTexts, Interlocked.Increment(ref arrivals));
            QueuedText queued = new(text, vectors, turn, cancellationToken);
            if (!queue.TryWrite(queued))
            {
                queued.Fail(new ObjectDisposedException(nameof(LocalEmbeddingGenerator)));
            }

            waiting.Add(queued.Done);
        }

        await Task.WhenAll(waiting);
        return vectors;
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

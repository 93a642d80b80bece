using Assistant.Core;
using Assistant.Retrieval.Ranking;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Assistant.Retrieval.Vectors;

/// <summary>Brings vectors to published passages that have none, in the background.</summary>
/// <remarks>
/// What is done is kept batch by batch, so that an end at any time loses one batch at most. How far it is
/// <see cref="IPassageIndex.PublishedAsync"/> tells.
/// </remarks>
public sealed class VectorBackfill
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan TellEvery = TimeSpan.FromMinutes(1);

    // What is kept is kept batch by batch: a slow or busy machine gets small ones, so that some come every few seconds.
    private const int FirstBatch = 16;
    private static readonly TimeSpan Quick = TimeSpan.FromSeconds(2), Slow = TimeSpan.FromSeconds(10);

    // Nobody waits for these: an embedder that knows the word lets questions and answers go first.
    private static readonly EmbeddingGenerationOptions Passages = new() { AdditionalProperties = new() { ["input_type"] = "passage", ["background"] = true } };

    private readonly IPassageIndex _index;
    private readonly IEmbeddingGenerator<string, Embedding<float>>? _embedder;
    private readonly TimeProvider _time;
    private readonly ILogger<VectorBackfill> _logger;
    private readonly int _largest;
    private int _batch;

    /// <summary>Takes its parts; nothing is loaded yet.</summary>
    /// <param name="index">Where passages and vectors are.</param>
    /// <param name="options">Its batch size.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Told how many came and how fast.</param>
    /// <param name="embedder">Makes the vectors; null where none can run.</param>
    public VectorBackfill(
        IPassageIndex index, IOptions<RetrievalOptions> options, TimeProvider time, ILogger<VectorBackfill> logger, IEmbeddingGenerator<string, Embedding<float>>? embedder = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        (_index, _embedder, _time, _logger, _largest) = (index, embedder, time, logger, options.Value.EmbeddingBatch);
        _batch = Math.Min(FirstBatch, _largest);
    }

    /// <summary>Whether there is an embedder at all.</summary>
    public bool CanRun => _embedder is not null;

    /// <summary>Brings vectors until cancelled, looking for new passages several times a second.</summary>
    /// <exception cref="Exception">The embedder or the index failed; calling again goes on where it ended.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled in the middle of a batch; between batches it returns.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (_embedder is null)
        {
            return;
        }

        var (brought, started, told) = (0, _time.GetTimestamp(), _time.GetTimestamp());
        while (!cancellationToken.IsCancellationRequested)
        {
            var begun = _time.GetTimestamp();
            var done = await StepAsync(cancellationToken);
            if (done > 0)
            {
                if (brought == 0)
                {
                    (started, told) = (begun, begun);
                }

                brought += done;
                if (_time.GetElapsedTime(told) > TellEvery)
                {
                    told = _time.GetTimestamp();
                    _logger.VectorsComing(brought, QuestionEmbedder.NameOf(_embedder), brought / _time.GetElapsedTime(started).TotalSeconds);
                }

                continue;
            }

            if (brought > 0)
            {
                var seconds = Math.Max(0.001, _time.GetElapsedTime(started).TotalSeconds);
                _logger.VectorsBrought(brought, QuestionEmbedder.NameOf(_embedder), seconds, brought / seconds);
                brought = 0;
            }

            await Task.Delay(LookEvery, _time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Brings the vectors of one batch.</summary>
    /// <returns>How many there were without a vector; 0 when all have one.</returns>
    public async Task<int> StepAsync(CancellationToken cancellationToken)
    {
        if (_embedder is null)
        {
            return 0;
        }

        var name = QuestionEmbedder.NameOf(_embedder);
        var passages = await _index.WithoutVectorsAsync(name, _batch, cancellationToken);
        if (passages.Count == 0)
        {
            return 0;
        }

        var begun = _time.GetTimestamp();
        var vectors = await _embedder.GenerateAsync(passages.Select(TextOf), Passages, cancellationToken);
        if (vectors.Count != passages.Count)
        {
            throw new InvalidOperationException($"The embedder gave {vectors.Count} vectors for {passages.Count} texts.");
        }

        var took = _time.GetElapsedTime(begun);
        _batch = took < Quick ? Math.Min(_largest, _batch * 2) : took > Slow ? Math.Max(1, _batch / 2) : _batch;
        await _index.StoreVectorsAsync(name, [.. passages.Zip(vectors, (passage, vector) => new PassageVector(passage.Id, vector.Vector))], cancellationToken);
        return passages.Count;
    }

    // Title and headings stand before the words: kb_18f, MiniLM alone, supporting file first .75 instead of .55, nDCG@10 .851 instead of
    // .787 (assistant eval retrieval, 2026-11-24). The embedder cuts what is too long at its end.
    private static string TextOf(Passage passage) =>
        passage.HeadingPath.Count > 0 ? $"{passage.Title} > {passage.Section}\n{passage.Text}" : $"{passage.Title}\n{passage.Text}";
}

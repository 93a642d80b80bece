using System.Numerics.Tensors;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Assistant.Retrieval.Ranking;

/// <summary>Embeds questions and sentences where there is an embedder, and steps back for a while when it fails.</summary>
internal sealed class QuestionEmbedder(
    IOptions<RetrievalOptions> options, TimeProvider time, ILogger<QuestionEmbedder> logger, IEmbeddingGenerator<string, Embedding<float>>? embedder = null)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    /// <summary>Tells an embedder that a text is a question.</summary>
    internal static readonly EmbeddingGenerationOptions Queries = new() { AdditionalProperties = new() { ["input_type"] = "query" } };
    private static readonly EmbeddingGenerationOptions Passages = new() { AdditionalProperties = new() { ["input_type"] = "passage", ["background"] = false } };

    private readonly Lazy<(string Name, EmbedderProfile Profile)> _identity = new(() =>
    {
        var name = NameOf(embedder!);
        return (name, EmbedderProfile.Of(name, options.Value));
    });

    // An answer needs its question's vector twice: for passages, then for their sentences.
    private volatile Embedded? _last;
    private long _failedAt;

    /// <summary>Whether there is an embedder that did not fail a moment ago.</summary>
    public bool IsAtHand => embedder is not null && (Interlocked.Read(ref _failedAt) is var failed && (failed == 0 || time.GetElapsedTime(failed) > Pause));

    /// <summary>The name under which the index keeps its vectors.</summary>
    public string Name => _identity.Value.Name;

    /// <summary>How its cosines are read.</summary>
    public EmbedderProfile Profile => _identity.Value.Profile;

    /// <summary>The name of an embedder's model.</summary>
    public static string NameOf(IEmbeddingGenerator<string, Embedding<float>> embedder) =>
        embedder.GetService(typeof(EmbeddingGeneratorMetadata)) is EmbeddingGeneratorMetadata { DefaultModelId: { Length: > 0 } name } ? name : "embedder";

    /// <summary>The vector of a question and its earlier turns; null when there is no embedder, it fails, or it does not know the language.</summary>
    /// <remarks>Follow-ups: norm(v(last) + 0.2 v(last three user turns)), as measured in specs/retrieval.md, section 6.</remarks>
    public async Task<ReadOnlyMemory<float>?> QuestionAsync(string text, IReadOnlyList<string> earlierTurns, CancellationToken cancellationToken)
    {
        if (earlierTurns.Count == 0 && _last is { } last && last.Text == text)
        {
            return last.Vector;
        }

        string[] texts = earlierTurns.Count == 0 ? [text] : [text, string.Join('\n', [.. earlierTurns.TakeLast(2), text])];
        if (await EmbedAsync(texts, Queries, cancellationToken) is not { } vectors)
        {
            return null;
        }

        _last = new(text, vectors[0]);
        if (vectors.Count == 1)
        {
            return vectors[0];
        }

        var sum = vectors[0].ToArray();
        TensorPrimitives.MultiplyAdd(vectors[1].Span, (float)FollowUp.Weight, sum, sum);
        TensorPrimitives.Divide(sum, TensorPrimitives.Norm(sum), sum);
        return sum;
    }

    /// <summary>The vectors of sentences as parts of documents; null when there is no embedder or it fails.</summary>
    public Task<IReadOnlyList<ReadOnlyMemory<float>>?> SentencesAsync(IReadOnlyList<string> sentences, CancellationToken cancellationToken) =>
        EmbedAsync(sentences, Passages, cancellationToken);

    private async Task<IReadOnlyList<ReadOnlyMemory<float>>?> EmbedAsync(
        IReadOnlyList<string> texts, EmbeddingGenerationOptions kind, CancellationToken cancellationToken)
    {
        if (!IsAtHand)
        {
            return null;
        }

        try
        {
            var made = await embedder!.GenerateAsync(texts, kind, cancellationToken);
            return made.Count == texts.Count && made.All(embedding => float.IsFinite(TensorPrimitives.SumOfSquares(embedding.Vector.Span)))
                ? [.. made.Select(embedding => embedding.Vector)]
                : throw new InvalidOperationException($"The embedder gave {made.Count} vectors for {texts.Count} texts, or one that is not finite.");
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            Interlocked.Exchange(ref _failedAt, Math.Max(1, time.GetTimestamp()));
            logger.EmbedderFailed(Pause, e);
            return null;
        }
    }

    private sealed record Embedded(string Text, ReadOnlyMemory<float> Vector);
}

using System.Numerics.Tensors;
using Assistant.Inference.Engine;

namespace Assistant.Inference.Embeddings;

/// <summary>Texts that are embedded in one native call, and where their vectors go.</summary>
internal sealed class EmbeddingBatch(IReadOnlyList<EmbeddingText> texts, float[][] vectors, CancellationToken cancellationToken)
{
    private readonly TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when the vectors are there, or with what went wrong.</summary>
    public Task Done => done.Task;

    /// <summary>Cuts texts, sorted by length, into batches that fit into one call.</summary>
    public static IEnumerable<IReadOnlyList<EmbeddingText>> Cut(IEnumerable<EmbeddingText> texts, int maxTexts, int maxTokens)
    {
        List<EmbeddingText> batch = [];
        var tokens = 0;

        // Texts of one length together; ties by place, so that the same request makes the same batches.
        foreach (var text in texts.OrderBy(text => text.Tokens.Length).ThenBy(text => text.Index))
        {
            if (batch.Count == maxTexts || (batch.Count > 0 && tokens + text.Tokens.Length > maxTokens))
            {
                yield return batch;
                batch = [];
                tokens = 0;
            }

            batch.Add(text);
            tokens += text.Tokens.Length;
        }

        if (batch.Count > 0)
        {
            yield return batch;
        }
    }

    /// <summary>Computes the vectors, each of length 1.</summary>
    public void Run(Func<LlamaContext> context, Func<TokenBatch> batch)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            done.TrySetCanceled(cancellationToken);
            return;
        }

        try
        {
            Encode(context(), batch());
            done.TrySetResult();
        }
#pragma warning disable CA1031 // Every failure travels to the one who asked.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _ = cancellationToken.IsCancellationRequested ? done.TrySetCanceled(cancellationToken) : done.TrySetException(e);
        }
    }

    /// <summary>Gives up, when nobody is left to compute.</summary>
    public void Fail(Exception reason) => done.TrySetException(reason);

    private void Encode(LlamaContext context, TokenBatch batch)
    {
        batch.Clear();
        for (var sequence = 0; sequence < texts.Count; sequence++)
        {
            var tokens = texts[sequence].Tokens;
            for (var position = 0; position < tokens.Length; position++)
            {
                batch.Add(tokens[position], position, sequence, output: true);
            }
        }

        context.Resume();
        using (cancellationToken.Register(context.Stop))
        {
            context.Encode(batch);
        }

        for (var sequence = 0; sequence < texts.Count; sequence++)
        {
            vectors[texts[sequence].Index] = Normalised(context.Vector(sequence));
        }
    }

    private static float[] Normalised(ReadOnlySpan<float> vector)
    {
        var normalised = vector.ToArray();
        var norm = TensorPrimitives.Norm(vector);
        if (norm > 0)
        {
            TensorPrimitives.Divide(normalised, norm, normalised);
        }

        return normalised;
    }
}

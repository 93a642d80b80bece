using System.Numerics.Tensors;
using Assistant.Inference.Engine;

namespace Assistant.Inference.Embeddings;

/// <summary>A text that waits for its vector, and where that goes.</summary>
/// <param name="text">The text.</param>
/// <param name="vectors">Where its vector goes.</param>
/// <param name="turn">Whether it can wait, then when it came: smaller goes first.</param>
/// <param name="cancellationToken">Ends the waiting.</param>
internal sealed class QueuedText(EmbeddingText text, float[][] vectors, (bool CanWait, long Arrival) turn, CancellationToken cancellationToken)
{
    private readonly TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>When it is its turn.</summary>
    public (bool CanWait, long Arrival) Turn => turn;

    /// <summary>Ends when the vector is there, or with what went wrong.</summary>
    public Task Done => done.Task;

    /// <summary>Computes the vector, of length 1.</summary>
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
        for (var position = 0; position < text.Tokens.Length; position++)
        {
            batch.Add(text.Tokens[position], position, sequence: 0, output: true);
        }

        context.Resume();
        using (cancellationToken.Register(context.Stop))
        {
            context.Encode(batch);
        }

        vectors[text.Index] = Normalised(context.Vector(sequence: 0));
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

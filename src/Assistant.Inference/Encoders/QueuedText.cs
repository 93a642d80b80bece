using Assistant.Inference.Engine;

namespace Assistant.Inference.Encoders;

/// <summary>A text that waits for its turn in an encoder.</summary>
/// <param name="tokens">Its tokens with all marks.</param>
/// <param name="urgency">Who waits for it.</param>
/// <param name="request">When its request came.</param>
/// <param name="take">Takes the result from the context, right after the text went through.</param>
/// <param name="cancellationToken">Ends the waiting.</param>
internal sealed class QueuedText(int[] tokens, Urgency urgency, long request, Action<LlamaContext> take, CancellationToken cancellationToken)
{
    private readonly TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>When it is its turn: the longest of a request first, so that lanes that share a request end together.</summary>
    public (Urgency Urgency, long Request, int Shortness) Turn => (urgency, request, -tokens.Length);

    /// <summary>Whether it stands back behind everybody whom somebody waits for.</summary>
    public bool IsGuest => urgency == Urgency.Background && !cancellationToken.IsCancellationRequested;

    /// <summary>Ends when the result was taken, or with what went wrong.</summary>
    public Task Done => done.Task;

    /// <summary>Runs the text through a context.</summary>
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
        for (var position = 0; position < tokens.Length; position++)
        {
            batch.Add(tokens[position], position, sequence: 0, output: true);
        }

        context.Resume();
        using (cancellationToken.Register(context.Stop))
        {
            context.Encode(batch);
        }

        take(context);
    }
}

namespace Assistant.Inference.Downloads;

/// <summary>Gives up a server that says nothing.</summary>
internal static class Silence
{
    /// <summary>Does one step that waits for a server.</summary>
    /// <param name="step">The step.</param>
    /// <param name="most">How long it may take.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="HubBusyException">It took longer.</exception>
    public static async Task<T> WithinAsync<T>(Func<CancellationToken, Task<T>> step, TimeSpan most, TimeProvider time, CancellationToken cancellationToken)
    {
        using CancellationTokenSource patience = new(most, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            return await step(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new HubBusyException($"nothing came for {most.TotalSeconds:0} s");
        }
    }
}

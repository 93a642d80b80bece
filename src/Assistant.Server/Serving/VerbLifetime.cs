namespace Assistant.Server.Serving;

/// <summary>Leaves signals to the command line: it cancels the verb, and the verb stops the server.</summary>
internal sealed class VerbLifetime : IHostLifetime
{
    /// <inheritdoc/>
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

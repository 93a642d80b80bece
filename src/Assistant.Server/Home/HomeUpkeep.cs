using System.Runtime.CompilerServices;
using Assistant.Core;

namespace Assistant.Server.Home;

/// <summary>What the writer of a home does in the background: it works on the queue, and brings vectors.</summary>
/// <remarks>Disposing stops both; what is not done waits for the next writer.</remarks>
internal sealed class HomeUpkeep(IIngestion ingestion, VectorUpkeep vectors, TimeProvider time, ILogger<HomeUpkeep> logger) : IAsyncDisposable
{
    // After a fault that may pass, such as a full disk: soon enough to go on by itself, seldom enough not to fill the log.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource stopping = new();
    private readonly Lock gate = new();
    private Task? queue;
    private Task? filling;

    /// <summary>Works on the queue from now on.</summary>
    public void Start()
    {
        lock (gate)
        {
            queue ??= AgainAndAgainAsync("the queue of documents", ingestion.RunAsync);
        }
    }

    /// <summary>Brings vectors from now on.</summary>
    public void StartVectors()
    {
        lock (gate)
        {
            filling ??= AgainAndAgainAsync("the vectors", vectors.RunAsync);
        }
    }

    /// <summary>Waits until every passage has its vector, or none can be made, and tells how far that is.</summary>
    /// <param name="documents">The ids of the documents to wait for; null for all.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async IAsyncEnumerable<WorkEvent> FillVectorsAsync(IReadOnlySet<string>? documents, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        StartVectors();
        await foreach (var step in vectors.WatchAsync(documents, cancellationToken))
        {
            yield return step;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await (queue ?? Task.CompletedTask);
        await (filling ?? Task.CompletedTask);
        stopping.Dispose();
    }

    private async Task AgainAndAgainAsync(string work, Func<CancellationToken, Task> run)
    {
        await Task.Yield();
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await run(stopping.Token);
                return;
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                Log.BackgroundStopped(logger, work, Pause, e);
            }

            await Task.Delay(Pause, time, stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}

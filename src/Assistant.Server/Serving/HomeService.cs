using Assistant.Core;
using Assistant.Server.Home;

namespace Assistant.Server.Serving;

/// <summary>Opens the home behind the server that is already listening, keeps it, and takes the samples in on a new one.</summary>
internal sealed class HomeService(
    IIngestion ingestion,
    IPassageIndex index,
    HomeUpkeep upkeep,
    SampleHandbook samples,
    HomeReadiness readiness,
    SamplesWanted wanted,
    TimeProvider time,
    ILogger<HomeService> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!await OpenAsync(stoppingToken))
        {
            await Task.Delay(Pause, time, stoppingToken);
        }

        upkeep.Start();
        upkeep.StartVectors();
        await IngestSamplesAsync(stoppingToken);
    }

    private async Task<bool> OpenAsync(CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        try
        {
            await ingestion.RecoverAsync(cancellationToken);
            var published = await index.PublishedAsync(cancellationToken);
            readiness.Ready();
            Log.HomeOpen(logger, published.Count, (long)time.GetElapsedTime(started).TotalMilliseconds);
            return true;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            readiness.Broken("The home could not be opened; the server's log tells more.");
            Log.BackgroundStopped(logger, "opening the home", Pause, e);
            return false;
        }
    }

    // The mark stays until all of them are in, so that a server that is stopped on the way goes on at the next start.
    private async Task IngestSamplesAsync(CancellationToken cancellationToken)
    {
        if (!wanted.IsSet)
        {
            return;
        }

        try
        {
            await samples.IngestAsync(cancellationToken);
            wanted.Clear();
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            Log.SamplesFailed(logger, e);
        }
    }
}

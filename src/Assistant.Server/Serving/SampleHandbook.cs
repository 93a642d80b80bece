using Assistant.Core;
using Assistant.Server.Configuring;

namespace Assistant.Server.Serving;

/// <summary>The documents that a new home begins with, so that there is something to ask about.</summary>
internal sealed class SampleHandbook(IIngestion ingestion, ILogger<SampleHandbook> logger)
{
    /// <summary>The collection that they go to.</summary>
    public const string Collection = "handbook";

    private const string RelativePath = "samples/handbook";

    /// <summary>The folder of the sample documents, or null when it is not there.</summary>
    public static string? Folder => Places.InCheckout(RelativePath) ?? Places.BesideExecutable(RelativePath);

    /// <summary>Takes them in.</summary>
    public async Task IngestAsync(CancellationToken cancellationToken)
    {
        if (Folder is not { } folder)
        {
            return;
        }

        Log.SamplesStarted(logger, Collection);
        var ready = 0;
        var failed = 0;
        await foreach (var outcome in ingestion.IngestPathsAsync(new IngestRequest([folder], Collection), cancellationToken))
        {
            ready += outcome.Status is IngestStatus.Ready or IngestStatus.Unchanged ? 1 : 0;
            failed += outcome.Status is IngestStatus.Failed ? 1 : 0;
        }

        Log.SamplesDone(logger, ready, failed);
    }
}

using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Assistant.Core;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Assistant.Ingestion.Working;

/// <summary>Takes documents in and works on those that wait.</summary>
internal sealed class IngestionWorker(
    Intake intake,
    DocumentIndexing indexing,
    DocumentProgress progress,
    Recovery recovery,
    IDocumentCatalog catalog,
    TimeProvider time,
    IOptions<IngestionOptions> options,
    ILogger<IngestionWorker> logger) : IIngestion
{
    // Ids only: everything else is in the catalogue, and what is lost from here is found there at the next start.
    private readonly Channel<string> queue = Channel.CreateUnbounded<string>();

    public IAsyncEnumerable<IngestOutcome> IngestPathsAsync(IngestRequest request, CancellationToken cancellationToken)
    {
        RequestRules.Check(request);
        return IngestAsync(request, cancellationToken);
    }

    public async Task<DocumentRecord> UploadAsync(Upload upload, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(upload);
        RequestRules.Check(upload.Collection, upload.ReadBy, upload.Tags);
        var record = await intake.TakeAsync(upload, cancellationToken);
        if (record.State == DocumentState.Queued)
        {
            queue.Writer.TryWrite(record.Id);
        }

        return record;
    }

    public async Task<DocumentRecord?> RetryAsync(string documentId, CancellationToken cancellationToken)
    {
        var record = await progress.RetryAsync(documentId, cancellationToken);
        if (record is not null)
        {
            queue.Writer.TryWrite(record.Id);
        }

        return record;
    }

    public Task<bool> DeleteAsync(string documentId, CancellationToken cancellationToken) => progress.DeleteAsync(documentId, cancellationToken);

    public Task RecoverAsync(CancellationToken cancellationToken) => recovery.RunAsync(cancellationToken);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        foreach (var waiting in await catalog.UnfinishedAsync(cancellationToken))
        {
            queue.Writer.TryWrite(waiting.Id);
        }

        try
        {
            await Parallel.ForEachAsync(queue.Reader.ReadAllAsync(cancellationToken), Limits(cancellationToken), WorkAsync);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The server stops: what waits is in the catalogue.
        }
    }

    private async ValueTask WorkAsync(string documentId, CancellationToken cancellationToken)
    {
        try
        {
            await indexing.FinishAsync(documentId, documentId, cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // Not even the failure could be saved (a full disk). The others may still work; this one waits for the next start.
            Log.StateNotSaved(logger, exception, documentId);
        }
    }

    private async IAsyncEnumerable<IngestOutcome> IngestAsync(IngestRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        FolderWalk walk = new(logger, options.Value.MaxFiles);
        foreach (var path in request.Paths.Select(Path.GetFullPath).Distinct(StringComparer.Ordinal))
        {
            walk.Add(path, cancellationToken);
        }

        // A caller that stops listening stops the work too.
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var outcomes = Channel.CreateBounded<IngestOutcome>(256);
        var work = TakeAllAsync(walk.Found, request, outcomes.Writer, stop.Token);
        try
        {
            await foreach (var outcome in outcomes.Reader.ReadAllAsync(cancellationToken))
            {
                yield return outcome;
            }

            await work;
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAny(work);
        }

        if (request.Mirror)
        {
            await foreach (var outcome in DeleteGoneAsync(walk, request, cancellationToken))
            {
                yield return outcome;
            }
        }
    }

    private async Task TakeAllAsync(IReadOnlyList<FoundFile> found, IngestRequest request, ChannelWriter<IngestOutcome> outcomes, CancellationToken cancellationToken)
    {
        Exception? fault = null;
        try
        {
            await Parallel.ForEachAsync(
                found, Limits(cancellationToken), async (file, stopped) => await outcomes.WriteAsync(await IngestAsync(file, request, stopped), stopped));
        }
        catch (Exception exception)
        {
            fault = exception;
            throw;
        }
        finally
        {
            outcomes.Complete(fault);
        }
    }

    private async Task<IngestOutcome> IngestAsync(FoundFile file, IngestRequest request, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var id = DocumentIds.For(request.Collection, file.Name);
        if (file.Problem is not null)
        {
            return Failed(file.Problem);
        }

        string? waiting = null;
        try
        {
            var (record, outcome) = await intake.TakeAsync(file, request, cancellationToken);
            waiting = record?.Id;
            return outcome is null
                ? await indexing.FinishAsync(id, file.Name, cancellationToken) with { Elapsed = time.GetElapsedTime(started) }
                : outcome with { Elapsed = time.GetElapsedTime(started) };
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            if (waiting is not null)
            {
                // It stays queued: where a server runs, it goes on with it.
                queue.Writer.TryWrite(waiting);
            }

            throw;
        }
        catch (AssistantException exception)
        {
            return Failed(exception.Message);
        }
        catch (Exception exception)
        {
            Log.IntakeBroke(logger, exception);
            return Failed("The file could not be taken in. The log says more; try it again.");
        }

        IngestOutcome Failed(string reason) => new(id, file.Name, IngestStatus.Failed) { Reason = reason, Elapsed = time.GetElapsedTime(started) };
    }

    private async IAsyncEnumerable<IngestOutcome> DeleteGoneAsync(FolderWalk walk, IngestRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var roots = request.Paths.Select(path => Path.TrimEndingDirectorySeparator(Path.GetFullPath(path))).ToHashSet(StringComparer.Ordinal);
        roots.ExceptWith(walk.Unlisted);
        var there = walk.Found.Select(file => file.Path).ToHashSet(StringComparer.Ordinal);
        foreach (var record in await catalog.ListAsync(request.Collection, cancellationToken))
        {
            if (record is { SourceRoot: { } root, SourcePath: { } path } && roots.Contains(root) && Directory.Exists(root) && !there.Contains(path) && !File.Exists(path))
            {
                var started = time.GetTimestamp();
                if (await progress.DeleteAsync(record.Id, cancellationToken))
                {
                    yield return new(record.Id, record.Name, IngestStatus.Deleted) { Elapsed = time.GetElapsedTime(started) };
                }
            }
        }
    }

    private ParallelOptions Limits(CancellationToken cancellationToken) =>
        new() { MaxDegreeOfParallelism = options.Value.Workers, CancellationToken = cancellationToken };
}

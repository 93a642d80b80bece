using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Assistant.Core;
using Assistant.Server.CommandLine;
using Assistant.Server.Lines;

namespace Assistant.Server.Home;

/// <summary>Waits until every passage of these documents (by id) has its vector, and tells how far that is.</summary>
internal delegate IAsyncEnumerable<WorkEvent> FillVectors(IReadOnlySet<string>? documents, CancellationToken cancellationToken);

/// <summary>Does what the writing verbs ask for, in the process that writes to the home.</summary>
internal sealed class HomeWriter(
    IIngestion ingestion,
    IDocumentCatalog catalog,
    IPassageIndex index,
    FillVectors fillVectors,
    TimeProvider time,
    ILogger<HomeWriter> logger)
{
    /// <summary>Does a piece of work. Failures become events; the last event is the exit. Only cancellation throws.</summary>
    public async IAsyncEnumerable<WorkEvent> DoAsync(WorkRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // The work writes into a channel and we read from it: a try/catch cannot stand around a yield.
        var happened = Channel.CreateUnbounded<WorkEvent>(new() { SingleReader = true });
        using var abandoned = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var working = WorkAsync(request, happened.Writer, abandoned.Token);
        try
        {
            await foreach (var one in happened.Reader.ReadAllAsync(cancellationToken))
            {
                yield return one;
            }
        }
        finally
        {
            await abandoned.CancelAsync();
            await working;
        }

        cancellationToken.ThrowIfCancellationRequested();
    }

    private async Task WorkAsync(WorkRequest request, ChannelWriter<WorkEvent> happened, CancellationToken cancellationToken)
    {
        try
        {
            var code = request switch
            {
                WorkRequest.Ingest ingest => await IngestAsync(ingest, happened, cancellationToken),
                WorkRequest.Delete delete => await DeleteAsync(delete, happened, cancellationToken),
                WorkRequest.Retry retry => await RetryAsync(retry, happened, cancellationToken),
                _ => throw new InvalidOperationException($"Unknown work {request.GetType().Name}."),
            };
            await happened.WriteAsync(new WorkEvent.Exit(code), cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Whoever reads knows: it was the reader who cancelled.
        }
        catch (Exception e)
        {
            var known = Failures.Explain(e);
            if (known.Code == "unexpected")
            {
                Log.WorkFailed(logger, e);
            }

            happened.TryWrite(new WorkEvent.Failed(new(known.Code, known.Message, known.Hint)));
            happened.TryWrite(new WorkEvent.Exit(ExitCodes.Of(known.Code)));
        }
        finally
        {
            happened.Complete();
        }
    }

    private async Task<int> IngestAsync(WorkRequest.Ingest work, ChannelWriter<WorkEvent> happened, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        IngestRequest request = new(work.Paths, work.Collection)
        {
            ReadBy = work.ReadBy,
            Tags = work.Tags,
            Mirror = work.Mirror,
        };

        var counts = new int[Enum.GetValues<IngestStatus>().Length];
        var passages = 0;
        HashSet<string> own = new(StringComparer.Ordinal);
        await foreach (var outcome in ingestion.IngestPathsAsync(request, cancellationToken))
        {
            counts[(int)outcome.Status]++;
            passages += outcome.Status == IngestStatus.Ready ? outcome.Passages : 0;
            own.Add(outcome.DocumentId);
            await happened.WriteAsync(new WorkEvent.Document(IngestLine.Of(outcome, work.Collection)), cancellationToken);
        }

        if (!work.TextOnly)
        {
            await foreach (var step in fillVectors(own, cancellationToken))
            {
                await happened.WriteAsync(step, cancellationToken);
            }
        }

        IngestSummary summary = new(
            counts[(int)IngestStatus.Ready],
            counts[(int)IngestStatus.Failed],
            counts[(int)IngestStatus.Unchanged],
            counts[(int)IngestStatus.Deleted],
            passages,
            Milliseconds.Of(time.GetElapsedTime(started)));
        await happened.WriteAsync(new WorkEvent.Summary(new(summary)), cancellationToken);
        return summary.Failed > 0 ? ExitCodes.Failed : ExitCodes.Done;
    }

    private async Task<int> DeleteAsync(WorkRequest.Delete work, ChannelWriter<WorkEvent> happened, CancellationToken cancellationToken)
    {
        var documents = await NamedDocuments.FindAsync(catalog, work.Documents, work.Collection, cancellationToken);
        List<DocumentLine> lines = [];
        foreach (var document in documents)
        {
            await ingestion.DeleteAsync(document.Id, cancellationToken);
            lines.Add(DocumentLine.Of(document, published: null, state: "deleted"));
        }

        await happened.WriteAsync(new WorkEvent.Documents(new(lines)), cancellationToken);
        return ExitCodes.Done;
    }

    private async Task<int> RetryAsync(WorkRequest.Retry work, ChannelWriter<WorkEvent> happened, CancellationToken cancellationToken)
    {
        await Collections.CheckAsync(catalog, work.Collection, cancellationToken);
        var documents = work.Documents.Count > 0
            ? await NamedDocuments.FindAsync(catalog, work.Documents, work.Collection, cancellationToken)
            : [.. (await catalog.ListAsync(work.Collection, cancellationToken)).Where(document => document.State == DocumentState.Failed)];
        foreach (var document in documents)
        {
            await ingestion.RetryAsync(document.Id, cancellationToken);
        }

        var ended = await EndedAsync(documents, happened, cancellationToken);
        var published = (await index.PublishedAsync(cancellationToken)).ToDictionary(one => one.DocumentId, StringComparer.Ordinal);
        var lines = ended.Select(document => DocumentLine.Of(document, published.GetValueOrDefault(document.Id)));
        await happened.WriteAsync(new WorkEvent.Documents(new([.. lines])), cancellationToken);
        return ended.Any(document => document.State == DocumentState.Failed) ? ExitCodes.Failed : ExitCodes.Done;
    }

    // The queue is worked on in the background; its records tell when a document has ended.
    private async Task<IReadOnlyList<DocumentRecord>> EndedAsync(
        IReadOnlyList<DocumentRecord> documents, ChannelWriter<WorkEvent> happened, CancellationToken cancellationToken)
    {
        List<DocumentRecord> ended = [];
        foreach (var document in documents)
        {
            while (await catalog.FindAsync(document.Id, cancellationToken) is { } now)
            {
                if (now.State is DocumentState.Ready or DocumentState.Failed)
                {
                    ended.Add(now);
                    break;
                }

                await Task.Delay(TimeSpan.FromMilliseconds(50), time, cancellationToken);
            }

            await happened.WriteAsync(new WorkEvent.Progress("Reading", ended.Count, documents.Count), cancellationToken);
        }

        return ended;
    }
}

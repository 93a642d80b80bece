using Assistant.Core;
using Assistant.Ingestion.Chunking;
using Assistant.Ingestion.Reading;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Assistant.Ingestion.Working;

/// <summary>Brings one waiting document into the index: read, chunk, stage, publish. Whatever happens, its record tells how it ended.</summary>
internal sealed class DocumentIndexing(
    IPassageIndex index,
    IFileStore files,
    IDocumentTextReader reader,
    PassageChunker chunker,
    DocumentProgress progress,
    RecordGates gates,
    TimeProvider time,
    IOptions<IngestionOptions> options,
    ILogger<DocumentIndexing> logger)
{
    private const int StageSize = 256;

    /// <summary>Works on a document until it has an ending.</summary>
    /// <returns>How it ended; <see cref="IngestStatus.Deleted"/> when it was removed meanwhile.</returns>
    public async Task<IngestOutcome> FinishAsync(string documentId, string name, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        using var work = await gates.Work.EnterAsync(documentId, cancellationToken);
        while (true)
        {
            var record = await progress.BeginAsync(documentId, cancellationToken);
            if (record is { State: DocumentState.Processing })
            {
                record = await TryAsync(record, cancellationToken);
            }

            var elapsed = time.GetElapsedTime(started);
            switch (record)
            {
                case null:
                    return new(documentId, name, IngestStatus.Deleted) { Elapsed = elapsed };
                case { State: DocumentState.Ready }:
                    Log.DocumentReady(logger, documentId, record.Passages, (long)elapsed.TotalMilliseconds);
                    return new(documentId, record.Name, IngestStatus.Ready) { Passages = record.Passages, Pages = record.Pages, Elapsed = elapsed };
                case { State: DocumentState.Failed }:
                    return new(documentId, record.Name, IngestStatus.Failed) { Passages = record.Passages, Pages = record.Pages, Reason = record.Reason, Elapsed = elapsed };
            }

            // Still waiting: a newer version came in while this one was read, so there is another round.
        }
    }

    // The record as it ended; queued when it changed on the way; null when it is gone.
    private async Task<DocumentRecord?> TryAsync(DocumentRecord record, CancellationToken cancellationToken)
    {
        var step = "read";
        DocumentVersion? version = null;
        try
        {
            var document = await ReadAsync(record, cancellationToken);
            step = "chunk";
            version = new(record.Id, VersionIds.New(record), record.Name, record.Collection, record.ReadBy, Merge(record.Tags, document.Tags));
            var isEmpty = true;
            foreach (var batch in chunker.Chunk(document, version).Chunk(StageSize))
            {
                cancellationToken.ThrowIfCancellationRequested();
                step = "index";
                await index.StageAsync(version, batch, cancellationToken);
                isEmpty = false;
                step = "chunk";
            }

            if (isEmpty)
            {
                throw new UnreadableDocumentException("no_text", "The document has no text.");
            }

            // Once publishing has begun nobody here knows whether searches see the version: discarding it could empty the document.
            step = "index";
            if (await progress.PublishAsync(record, version, document, beforePublishing: () => version = null, cancellationToken) is { } ready)
            {
                return ready;
            }

            await DiscardAsync(version);
            return await progress.CurrentAsync(record.Id, cancellationToken);
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            await DiscardAsync(version);
            await progress.QueueAgainAsync(record);
            cancellationToken.ThrowIfCancellationRequested();
            throw;
        }
        catch (Exception exception)
        {
            await DiscardAsync(version);
            var reason = ReasonOf(exception, record.Id, step);
            return await progress.FailAsync(record, step, reason, isEmpty: exception is UnreadableDocumentException { Code: "no_text" }, cancellationToken);
        }
    }

    private async Task<ReadDocument> ReadAsync(DocumentRecord record, CancellationToken cancellationToken)
    {
        await using var original = files.OpenRead(record.ContentHash)
            ?? throw new AssistantException("missing_original", "The original is not in the home any more. Take the file in again.");
        return await reader.ReadAsync(
            original, record.Name, new() { MaxBytes = options.Value.MaxFileBytes, Timeout = options.Value.ReadTimeout }, cancellationToken);
    }

    private string ReasonOf(Exception exception, string documentId, string step)
    {
        switch (exception)
        {
            case AssistantException told:
                Log.DocumentFailed(logger, documentId, step, told.Code);
                return told.Message;
            case OperationCanceledException or TimeoutException:
                Log.DocumentFailed(logger, documentId, step, "timeout");
                return "Reading the document took too long.";
            default:
                Log.DocumentBroke(logger, exception, documentId, step);
                return "Something went wrong with this document that is not its fault. The log says more; try it again.";
        }
    }

    private async Task DiscardAsync(DocumentVersion? version)
    {
        try
        {
            if (version is not null)
            {
                await index.DiscardAsync(version.VersionId, CancellationToken.None);
            }
        }
        catch (Exception exception)
        {
            // No reason to lose the document's own ending: nobody sees a staged version.
            Log.NotDiscarded(logger, exception, version!.DocumentId);
        }
    }

    // What a person says of a document goes before what the document says of itself.
    private static Dictionary<string, IReadOnlyList<string>> Merge(
        IReadOnlyDictionary<string, IReadOnlyList<string>> given, IReadOnlyDictionary<string, IReadOnlyList<string>> found)
    {
        Dictionary<string, IReadOnlyList<string>> tags = new(found, StringComparer.Ordinal);
        foreach (var (key, values) in given)
        {
            tags[key] = values;
        }

        return tags;
    }
}

using Assistant.Core;
using Assistant.Ingestion.Reading;
using Microsoft.Extensions.Logging;

namespace Assistant.Ingestion.Working;

/// <summary>Writes a document's way through ingestion into its record. Every change is read, decided and saved while nobody else changes that record.</summary>
internal sealed class DocumentProgress(
    IDocumentCatalog catalog, IPassageIndex index, Originals originals, RecordGates gates, ILogger<DocumentProgress> logger)
{
    /// <summary>The step of a document that is to be removed. It is saved before the removal begins, so that a crash cannot leave half of one.</summary>
    public const string DeleteStep = "delete";

    /// <summary>Marks a waiting document as being worked on; the count of tries is saved before anything can go wrong.</summary>
    /// <returns>The record, in whatever state it is; null when it is gone.</returns>
    public async Task<DocumentRecord?> BeginAsync(string documentId, CancellationToken cancellationToken)
    {
        using var gate = await gates.Record.EnterAsync(documentId, cancellationToken);
        var record = await catalog.FindAsync(documentId, cancellationToken);
        if (record is { Step: DeleteStep })
        {
            await RemoveAsync(record, cancellationToken);
            return null;
        }

        if (record is { State: DocumentState.Queued or DocumentState.Processing })
        {
            record = record with { State = DocumentState.Processing, Step = "read", Attempts = record.Attempts + 1, Reason = null };
            await catalog.SaveAsync([record], cancellationToken);
        }

        return record;
    }

    /// <summary>The record as it is now, or null.</summary>
    public Task<DocumentRecord?> CurrentAsync(string documentId, CancellationToken cancellationToken) => catalog.FindAsync(documentId, cancellationToken);

    /// <summary>Publishes a staged version, if the document is still the one that it was made from.</summary>
    /// <returns>The ready record, or null when the document was changed or removed meanwhile.</returns>
    public async Task<DocumentRecord?> PublishAsync(
        DocumentRecord worked, DocumentVersion version, ReadDocument document, Action beforePublishing, CancellationToken cancellationToken)
    {
        DocumentRecord ready;
        DocumentRecord current;
        using (await gates.Record.EnterAsync(worked.Id, cancellationToken))
        {
            if (await catalog.FindAsync(worked.Id, cancellationToken) is not { } found || !IsStill(worked, found))
            {
                return null;
            }

            current = found;

            // From here on it is done whole: a version that searches see must not be told as waiting because somebody pressed Ctrl-C.
            beforePublishing();
            var passages = await index.PublishAsync(version, CancellationToken.None);
            ready = current with
            {
                State = DocumentState.Ready,
                Step = "done",
                Reason = null,
                Title = document.Title,
                MediaType = document.MediaType,
                Pages = document.Pages,
                Passages = passages,
                Version = current.Version + 1,
                VersionId = version.VersionId,
                PublishedHash = current.ContentHash,
            };
            await catalog.SaveAsync([ready], CancellationToken.None);
        }

        await originals.ReleaseAsync([current.PublishedHash], CancellationToken.None);
        return ready;
    }

    /// <summary>Ends a document as failed. An older version stays searchable, unless the document has become empty: then nothing of it is true any more.</summary>
    /// <returns>The record now; null when the document was removed meanwhile.</returns>
    public async Task<DocumentRecord?> FailAsync(DocumentRecord worked, string step, string reason, bool isEmpty, CancellationToken cancellationToken)
    {
        using var gate = await gates.Record.EnterAsync(worked.Id, cancellationToken);
        var current = await catalog.FindAsync(worked.Id, cancellationToken);
        if (current is null || !IsStill(worked, current))
        {
            return current;
        }

        var failed = current with { State = DocumentState.Failed, Step = step, Reason = reason };
        if (isEmpty && current.Passages > 0)
        {
            DocumentVersion empty = new(current.Id, VersionIds.New(current), current.Name, current.Collection, current.ReadBy, current.Tags);
            await index.PublishAsync(empty, CancellationToken.None);
            failed = failed with { Passages = 0, Pages = null, Version = current.Version + 1, VersionId = empty.VersionId, PublishedHash = current.ContentHash };
        }

        await catalog.SaveAsync([failed], CancellationToken.None);
        await originals.ReleaseAsync([current.PublishedHash], CancellationToken.None);
        return failed;
    }

    /// <summary>Puts a document whose work was cancelled back into the queue; the try does not count.</summary>
    public async Task QueueAgainAsync(DocumentRecord worked)
    {
        try
        {
            using var gate = await gates.Record.EnterAsync(worked.Id, CancellationToken.None);
            if (await catalog.FindAsync(worked.Id, CancellationToken.None) is { State: DocumentState.Processing } current)
            {
                await catalog.SaveAsync([current with { State = DocumentState.Queued, Step = "queued", Attempts = Math.Max(0, current.Attempts - 1) }], CancellationToken.None);
            }
        }
        catch (Exception exception)
        {
            // The cancelling goes on; what stays "processing" is queued again at the next start.
            Log.StateNotSaved(logger, exception, worked.Id);
        }
    }

    /// <summary>Queues a document again, whatever became of it before.</summary>
    /// <returns>The record, or null when it is not known.</returns>
    public async Task<DocumentRecord?> RetryAsync(string documentId, CancellationToken cancellationToken)
    {
        using var gate = await gates.Record.EnterAsync(documentId, cancellationToken);
        if (await catalog.FindAsync(documentId, cancellationToken) is not { } record || record.Step == DeleteStep)
        {
            return null;
        }

        if (record.State is DocumentState.Ready or DocumentState.Failed)
        {
            record = record with { State = DocumentState.Queued, Step = "queued", Attempts = 0, Reason = null };
            await catalog.SaveAsync([record], cancellationToken);
        }

        return record;
    }

    /// <summary>Removes a document from index, catalogue and files.</summary>
    /// <returns>False when it was not known.</returns>
    public async Task<bool> DeleteAsync(string documentId, CancellationToken cancellationToken)
    {
        using var gate = await gates.Record.EnterAsync(documentId, cancellationToken);
        if (await catalog.FindAsync(documentId, cancellationToken) is not { } record)
        {
            return false;
        }

        await catalog.SaveAsync([record with { State = DocumentState.Queued, Step = DeleteStep, Reason = null }], cancellationToken);
        await RemoveAsync(record, CancellationToken.None);
        return true;
    }

    private async Task RemoveAsync(DocumentRecord record, CancellationToken cancellationToken)
    {
        await index.DeleteAsync(record.Id, cancellationToken);
        await catalog.DeleteAsync(record.Id, cancellationToken);
        await originals.ReleaseAsync([record.ContentHash, record.PublishedHash], cancellationToken);
    }

    private static bool IsStill(DocumentRecord worked, DocumentRecord current) =>
        current.State is DocumentState.Queued or DocumentState.Processing && current.Step != DeleteStep && VersionIds.IsSame(worked, current);
}

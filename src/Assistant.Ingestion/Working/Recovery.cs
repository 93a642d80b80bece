using Assistant.Core;
using Microsoft.Extensions.Logging;

namespace Assistant.Ingestion.Working;

/// <summary>Mends at start what a crash left: the catalogue follows the index, what was interrupted waits again, originals without a record go.</summary>
internal sealed class Recovery(IDocumentCatalog catalog, IPassageIndex index, IFileStore files, Originals originals, ILogger<Recovery> logger)
{
    // A document that ended the process three times in a row will do so again; a person may still try it once more.
    private const int MostAttempts = 3;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var published = (await index.PublishedAsync(cancellationToken)).ToDictionary(document => document.DocumentId, StringComparer.Ordinal);
        var records = await catalog.ListAsync(null, cancellationToken);
        var followed = records.Select(record => Mend(record, published.GetValueOrDefault(record.Id))).ToArray();
        var mended = followed.Zip(records).Where(pair => pair.First != pair.Second).Select(pair => pair.First).ToArray();
        await catalog.SaveAsync(mended, cancellationToken);

        foreach (var unknown in published.Keys.Except(records.Select(record => record.Id), StringComparer.Ordinal))
        {
            await index.DeleteAsync(unknown, cancellationToken);
            Log.UnknownRemoved(logger, unknown);
        }

        var referred = followed.SelectMany(record => new[] { record.ContentHash, record.PublishedHash }).ToHashSet(StringComparer.Ordinal);
        var removed = await originals.ReleaseAsync([.. files.Hashes().Where(hash => !referred.Contains(hash))], cancellationToken);
        Log.Recovered(logger, mended.Length, mended.Count(record => record.State == DocumentState.Queued), removed);
    }

    private static DocumentRecord Mend(DocumentRecord record, PublishedDocument? published)
    {
        if (record.Step == DocumentProgress.DeleteStep)
        {
            return record;
        }

        var seen = Follow(record, published);
        return seen.State switch
        {
            // Published, but the catalogue could not be told.
            not DocumentState.Ready when published is { Passages: > 0 } && seen.VersionId != record.VersionId && VersionIds.IsOf(published.VersionId, record) =>
                seen with { State = DocumentState.Ready, Step = "done", Reason = null, PublishedHash = record.ContentHash, Version = record.Version + 1 },
            DocumentState.Processing when record.Attempts >= MostAttempts => seen with
            {
                State = DocumentState.Failed,
                Reason = $"The program ended {record.Attempts} times while it worked on this document.",
            },
            DocumentState.Processing => seen with { State = DocumentState.Queued, Step = "queued" },

            // The catalogue believes in passages that no search can find: they are made again.
            DocumentState.Ready when seen.Passages == 0 => seen with { State = DocumentState.Queued, Step = "queued", Attempts = 0 },
            _ => seen,
        };
    }

    // What searches see is what the catalogue says of it.
    private static DocumentRecord Follow(DocumentRecord record, PublishedDocument? published) =>
        published is null || published.VersionId == record.VersionId
            ? record with { Passages = published?.Passages ?? 0 }
            : record with { VersionId = published.VersionId, Passages = published.Passages };
}

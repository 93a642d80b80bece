using System.Security.Cryptography;
using Assistant.Core;
using Microsoft.Extensions.Options;

namespace Assistant.Ingestion.Working;

/// <summary>Takes one document in: keeps the original, then the record that waits for work. After that nothing is lost.</summary>
internal sealed class Intake(IFileStore files, IDocumentCatalog catalog, Originals originals, RecordGates gates, IOptions<IngestionOptions> options)
{
    // Only an original that is removed between being stored and being referred to needs a second try; more means a fault.
    private const int Tries = 5;

    /// <summary>Takes a file in.</summary>
    /// <returns>The record that waits, or the outcome when there is nothing to do.</returns>
    /// <exception cref="AssistantException">It cannot be taken.</exception>
    public async Task<(DocumentRecord? Waiting, IngestOutcome? Outcome)> TakeAsync(FoundFile file, IngestRequest request, CancellationToken cancellationToken)
    {
        await using var content = Open(file.Path);
        var hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancellationToken));
        var record = Record(request.Collection, file.Name, request.ReadBy, request.Tags) with { ContentHash = hash, SourcePath = file.Path, SourceRoot = file.Root };

        using (await gates.Record.EnterAsync(record.Id, cancellationToken))
        {
            var known = await catalog.FindAsync(record.Id, cancellationToken);
            if (known is not null && Clashes(known, record))
            {
                return (null, Clash(record));
            }

            if (known is not null && IsUnchanged(known, record))
            {
                // The same words at a new place: a mirror must go by the file that is there.
                if ((known.SourcePath != record.SourcePath || known.SourceRoot != record.SourceRoot)
                    && (known.SourcePath == record.SourcePath || !File.Exists(known.SourcePath)))
                {
                    await catalog.SaveAsync([known with { SourcePath = record.SourcePath, SourceRoot = record.SourceRoot ?? known.SourceRoot }], cancellationToken);
                }

                return (null, new(known.Id, known.Name, IngestStatus.Unchanged) { Passages = known.Passages, Pages = known.Pages });
            }
        }

        var waiting = await KeepAsync(
            record,
            async () =>
            {
                content.Position = 0;
                return await files.StoreAsync(content, options.Value.MaxFileBytes, cancellationToken);
            },
            cancellationToken);
        return waiting is null ? (null, Clash(record)) : (waiting, null);
    }

    /// <summary>Takes an upload in.</summary>
    /// <exception cref="AssistantException">It cannot be taken.</exception>
    public async Task<DocumentRecord> TakeAsync(Upload upload, CancellationToken cancellationToken)
    {
        var record = Record(upload.Collection, DocumentNames.OfUpload(upload.Name), upload.ReadBy, upload.Tags);
        var (hash, bytes) = await files.StoreAsync(upload.Content, options.Value.MaxFileBytes, cancellationToken);
        record = record with { ContentHash = hash, Bytes = bytes };
        using (await gates.Record.EnterAsync(record.Id, cancellationToken))
        {
            if (await catalog.FindAsync(record.Id, cancellationToken) is { } known && IsUnchanged(known, record))
            {
                return known;
            }
        }

        var isFirst = true;
        var waiting = await KeepAsync(
            record,
            async () =>
            {
                if (!isFirst)
                {
                    // The stream was read already; only one that can be read again helps here.
                    upload.Content.Position = 0;
                    return await files.StoreAsync(upload.Content, options.Value.MaxFileBytes, cancellationToken);
                }

                isFirst = false;
                return (hash, bytes);
            },
            cancellationToken);
        return waiting ?? throw new InvalidOperationException("An upload has no path, so it cannot clash with one.");
    }

    // Null when another file of the same name came first: two may be taken in at once.
    private async Task<DocumentRecord?> KeepAsync(DocumentRecord record, Func<Task<(string Hash, long Bytes)>> storeAsync, CancellationToken cancellationToken)
    {
        for (var tries = 0; tries < Tries; tries++)
        {
            var (hash, bytes) = await storeAsync();
            DocumentRecord waiting;
            string? replaced;
            using (await gates.Record.EnterAsync(record.Id, cancellationToken))
            {
                var known = await catalog.FindAsync(record.Id, cancellationToken);
                if (known is not null && Clashes(known, record with { ContentHash = hash }))
                {
                    return null;
                }

                waiting = (known ?? record) with
                {
                    State = DocumentState.Queued,
                    Step = "queued",
                    Attempts = 0,
                    Reason = null,
                    ContentHash = hash,
                    Bytes = bytes,
                    SourcePath = record.SourcePath,
                    SourceRoot = record.SourceRoot,
                    ReadBy = record.ReadBy,
                    Tags = record.Tags,
                };
                if (!await originals.SaveAsync(waiting, cancellationToken))
                {
                    continue;
                }

                replaced = known?.ContentHash;
            }

            await originals.ReleaseAsync([replaced], cancellationToken);
            return waiting;
        }

        throw new AssistantException("busy_original", "The file's original was removed while it was taken in.", "Take it in again.");
    }

    private Stream Open(string path)
    {
        try
        {
            // Nothing is read from what has no length: opening a pipe would wait, without end, for somebody who writes into it.
            if (new FileInfo(path).Length == 0)
            {
                return Stream.Null;
            }

            FileStream content = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            if (content.Length <= options.Value.MaxFileBytes)
            {
                return content;
            }

            content.Dispose();
            throw new AssistantException("too_large", $"The file is larger than {options.Value.MaxFileBytes / (1024 * 1024)} MiB.", "Split it, or raise Assistant:Ingestion:MaxFileBytes.");
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new AssistantException("missing_file", "The file was gone when it was to be read.", hint: null, exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new AssistantException("unreadable_file", "The file could not be opened: it may be locked, or its rights forbid it.", "Check the file's rights.", exception);
        }
    }

    private static DocumentRecord Record(string collection, string name, IReadOnlyList<string> readBy, IReadOnlyDictionary<string, IReadOnlyList<string>> tags) => new()
    {
        Id = DocumentIds.For(collection, name),
        Collection = collection,
        Name = name,
        Title = name,
        State = DocumentState.Queued,
        ContentHash = "",
        ReadBy = [.. readBy.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
        Tags = tags,
    };

    private static bool IsUnchanged(DocumentRecord known, DocumentRecord record) =>
        known.State == DocumentState.Ready && known.PublishedHash == record.ContentHash && VersionIds.IsSame(known, record);

    private static bool Clashes(DocumentRecord known, DocumentRecord record) =>
        record.SourcePath is not null && known.SourcePath is { } path && path != record.SourcePath && known.ContentHash != record.ContentHash && File.Exists(path);

    private static IngestOutcome Clash(DocumentRecord record) => new(record.Id, record.Name, IngestStatus.Failed)
    {
        Reason = "Another file with this name is in the collection already, and both exist. Take one of them into a collection of its own.",
    };
}

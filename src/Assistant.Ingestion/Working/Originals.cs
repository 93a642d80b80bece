using Assistant.Core;
using Microsoft.Extensions.Logging;

namespace Assistant.Ingestion.Working;

/// <summary>Keeps originals exactly as long as a record refers to them.</summary>
internal sealed class Originals(IFileStore files, IDocumentCatalog catalog, RecordGates gates, ILogger<Originals> logger)
{
    /// <summary>Saves a record that begins to refer to its original.</summary>
    /// <returns>False when the original was removed since it was stored: store it again.</returns>
    public async Task<bool> SaveAsync(DocumentRecord record, CancellationToken cancellationToken)
    {
        using var gate = await gates.Original.EnterAsync(record.ContentHash, cancellationToken);
        await using (var original = files.OpenRead(record.ContentHash))
        {
            if (original is null)
            {
                return false;
            }
        }

        await catalog.SaveAsync([record], cancellationToken);
        return true;
    }

    /// <summary>Removes originals that no record refers to any more; null hashes are passed over. A fault is only logged: the next start tries again.</summary>
    /// <returns>How many were removed.</returns>
    public async Task<int> ReleaseAsync(IEnumerable<string?> hashes, CancellationToken cancellationToken)
    {
        var removed = 0;
        foreach (var hash in hashes.OfType<string>().Distinct(StringComparer.Ordinal))
        {
            try
            {
                using var gate = await gates.Original.EnterAsync(hash, cancellationToken);
                if (!await catalog.RefersToAsync(hash, cancellationToken))
                {
                    files.Delete(hash);
                    removed++;
                }
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                Log.OriginalStays(logger, exception);
            }
        }

        return removed;
    }
}

using System.Runtime.CompilerServices;
using Assistant.Core;

namespace Assistant.Server.Home;

/// <summary>Brings vectors in the background until cancelled.</summary>
internal delegate Task BringVectors(CancellationToken cancellationToken);

/// <summary>Brings vectors, and tells how far that is by what the index says.</summary>
/// <param name="index">The index.</param>
/// <param name="bring">Brings vectors; null where no embedder can run.</param>
/// <param name="time">The clock.</param>
internal sealed class VectorUpkeep(IPassageIndex index, TimeProvider time, BringVectors? bring = null)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(200);

    // An embedder that cannot be loaded brings nothing; a slow machine still brings a batch in this time.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Brings vectors until cancelled.</summary>
    public Task RunAsync(CancellationToken cancellationToken) => bring is null ? Task.CompletedTask : bring(cancellationToken);

    /// <summary>Tells how far it is, until every passage has its vector, or none come any more.</summary>
    /// <param name="documents">The ids of the documents to wait for; null for all.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async IAsyncEnumerable<WorkEvent> WatchAsync(IReadOnlySet<string>? documents, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (bring is null)
        {
            yield return new WorkEvent.Note("No vectors: the embedder cannot run here ('assistant doctor' tells why). Text search is ready.");
            yield break;
        }

        var moved = time.GetTimestamp();
        var started = moved;
        long first = -1, last = -1;
        while (true)
        {
            var published = (await index.PublishedAsync(cancellationToken)).Where(document => documents?.Contains(document.DocumentId) ?? true).ToList();
            long done = published.Sum(document => document.Vectors), total = published.Sum(document => document.Passages);
            if (done != last)
            {
                last = done;
                first = first < 0 ? done : first;
                moved = time.GetTimestamp();
                yield return new WorkEvent.Progress("Vectors", done, total, done > first ? (done - first) / time.GetElapsedTime(started).TotalSeconds : null);
            }

            if (done >= total)
            {
                yield break;
            }

            if (time.GetElapsedTime(moved) > Patience)
            {
                yield return new WorkEvent.Note($"{total - done} vectors are still missing and none come: a running server brings them, or ingesting the same documents again ('assistant doctor' tells what is wrong).");
                yield break;
            }

            await Task.Delay(LookEvery, time, cancellationToken);
        }
    }
}

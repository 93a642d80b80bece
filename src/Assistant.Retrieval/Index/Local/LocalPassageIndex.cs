using System.Numerics.Tensors;
using Assistant.Core;
using Assistant.Retrieval.Index.Local.Dense;
using Assistant.Retrieval.Index.Local.Storage;
using Assistant.Retrieval.Words;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Assistant.Retrieval.Index.Local;

/// <summary>The embedded index: SQLite is the truth, what searches work on is rebuilt from it in memory.</summary>
/// <remarks>
/// One writer at a time; searches never wait for it, they work on the snapshot that was newest when they began. A writer changes SQLite
/// in one transaction and then hands over the next snapshot, both while it holds the gate.
/// </remarks>
internal sealed class LocalPassageIndex(IOptions<RetrievalOptions> options, TextAnalyzer analyzer, TimeProvider time, ILogger<LocalPassageIndex> logger)
    : IPassageIndex, IDisposable
{
    private readonly PassageDatabase _database = new(Path.GetFullPath(options.Value.Database), options.Value.ReadOnly);
    private readonly IndexWriter _writer = new(analyzer, options.Value.BitCodesFrom);
    private readonly SemaphoreSlim _gate = new(1);
    private volatile Opened? _opened;

    /// <inheritdoc/>
    public Task StageAsync(DocumentVersion version, IReadOnlyList<Passage> passages, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(version);
        ArgumentNullException.ThrowIfNull(passages);
        RefuseUnreadable(version);
        return WriteAsync(
            (connection, snapshot) =>
            {
                var row = PassageTable.VersionRow(connection, version);
                if (PassageTable.IsPublished(connection, row))
                {
                    throw new InvalidOperationException($"Version '{version.VersionId}' is published already; a changed document needs a new version.");
                }

                PassageTable.Insert(connection, row, passages);
                return snapshot;
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<int> PublishAsync(DocumentVersion version, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(version);
        RefuseUnreadable(version);
        var count = 0;
        await WriteAsync(
            (connection, snapshot) =>
            {
                var row = PassageTable.VersionRow(connection, version);
                PassageTable.Flip(connection, row, version.DocumentId);
                var passages = PassageTable.Of(connection, row).ToList();
                count = passages.Count;
                return _writer.Publish(snapshot, version, passages);
            },
            cancellationToken);
        return count;
    }

    /// <inheritdoc/>
    public Task DiscardAsync(string versionId, CancellationToken cancellationToken) => WriteAsync(
        (connection, snapshot) =>
        {
            PassageTable.RemoveStaged(connection, versionId);
            return snapshot;
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task DeleteAsync(string documentId, CancellationToken cancellationToken) => WriteAsync(
        (connection, snapshot) =>
        {
            PassageTable.RemoveDocument(connection, documentId);
            return _writer.Remove(snapshot, documentId);
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task StoreVectorsAsync(string embedder, IReadOnlyList<PassageVector> vectors, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(embedder);
        ArgumentNullException.ThrowIfNull(vectors);
        if (vectors.Count == 0)
        {
            return Task.CompletedTask;
        }

        RefuseUnfit(vectors, vectors[0].Vector.Length);
        return WriteAsync(
            (connection, snapshot) =>
            {
                if (VectorTable.Embedder(connection) != embedder)
                {
                    VectorTable.SwitchTo(connection, embedder);
                }
                else if (snapshot.Vectors.Count > 0)
                {
                    RefuseUnfit(vectors, snapshot.Vectors.Dimensions);
                }

                List<(int, PackedVector)> stored = [];
                foreach (var vector in vectors)
                {
                    if (PassageTable.ById(connection, vector.PassageId) is { } passage && snapshot.SlotOf(passage.Passage) is >= 0 and var slot)
                    {
                        var packed = PackedVector.Of(vector.Vector.Span);
                        if (VectorTable.Insert(connection, passage.Row, embedder, packed))
                        {
                            stored.Add((slot, packed));
                        }
                    }
                }

                return _writer.WithVectors(snapshot, embedder, stored);
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<PassageMatches> SearchAsync(PassageQuery query, Asker asker, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(asker);
        return await ReadAsync(
            (snapshot, connection) =>
            {
                var found = LocalSearch.Run(snapshot, query, asker, analyzer);
                PassageShelf shelf = new(snapshot, connection());
                return shelf.Fetch(found.Lexical) is { } lexical && shelf.Fetch(found.Dense) is { } dense
                    ? new PassageMatches(lexical, dense, found.IdfSum)
                    : null;
            },
            cancellationToken) ?? PassageMatches.None;
    }

    /// <inheritdoc/>
    public Task<Passage?> FindAsync(string passageId, Asker asker, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(passageId);
        ArgumentNullException.ThrowIfNull(asker);
        return ReadAsync(
            (snapshot, connection) => PassageTable.ById(connection(), passageId) is { Passage: var passage }
                && snapshot.Documents.GetValueOrDefault(passage.DocumentId) is { } document
                && document.IsReadableBy(asker)
                && snapshot.SlotOf(passage) >= 0
                    ? passage
                    : null,
            cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Passage>> PassagesAsync(string documentId, Asker asker, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(documentId);
        ArgumentNullException.ThrowIfNull(asker);
        return await ReadAsync(
            (snapshot, connection) => snapshot.Documents.GetValueOrDefault(documentId) is { } document && document.IsReadableBy(asker)
                ? new PassageShelf(snapshot, connection()).Fetch(Enumerable.Range(document.First, document.Count))
                : [],
            cancellationToken) ?? [];
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<PublishedDocument>> PublishedAsync(CancellationToken cancellationToken)
    {
        var snapshot = await SnapshotAsync(cancellationToken);
        return [.. snapshot.Documents.Values
            .OrderBy(document => document.Version.DocumentId, StringComparer.Ordinal)
            .Select(document => new PublishedDocument(document.Version.DocumentId, document.Version.VersionId, document.Count, snapshot.VectorsIn(document)))];
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Passage>> WithoutVectorsAsync(string embedder, int limit, CancellationToken cancellationToken) =>
        await ReadAsync(
            (snapshot, connection) =>
            {
                var hasSome = snapshot.Embedder == embedder;
                var slots = snapshot.All.SlotsDescending().Where(slot => !hasSome || snapshot.VectorAt(slot) < 0).Take(limit).ToList();
                return slots.Count == 0 ? [] : new PassageShelf(snapshot, connection()).Fetch(slots);
            },
            cancellationToken) ?? [];

    /// <inheritdoc/>
    public void Dispose()
    {
        _gate.Dispose();
        _database.Release();
    }

    private static void RefuseUnreadable(DocumentVersion version)
    {
        if (version.ReadBy.Count == 0)
        {
            throw new ArgumentException($"Version '{version.VersionId}' of '{version.DocumentName}' may be read by nobody; 'everyone' means all.", nameof(version));
        }
    }

    // One vector of another size or with a NaN would spoil the scores of all others.
    private static void RefuseUnfit(IReadOnlyList<PassageVector> vectors, int dimensions)
    {
        foreach (var (passage, vector) in vectors)
        {
            if (vector.IsEmpty || vector.Length != dimensions || !float.IsFinite(TensorPrimitives.SumOfSquares(vector.Span)))
            {
                throw new ArgumentException($"The vector of '{passage}' has {vector.Length} dimensions where the others have {dimensions}, or is not finite.", nameof(vectors));
            }
        }
    }

    private async Task WriteAsync(Func<SqliteConnection, IndexSnapshot, IndexSnapshot> change, CancellationToken cancellationToken)
    {
        if (_database.ReadOnly)
        {
            throw new InvalidOperationException("This index was opened for reading only.");
        }

        await SnapshotAsync(cancellationToken);
        await _gate.WaitAsync(cancellationToken);
        try
        {
            var opened = _opened!;
            using var connection = _database.Open();
            using var transaction = connection.BeginTransaction(deferred: false);
            var next = change(connection, opened.Snapshot);
            if (next == opened.Snapshot)
            {
                transaction.Commit();
                return;
            }

            VectorTable.RaiseGeneration(connection);
            transaction.Commit();
            _opened = new(next, opened.Generation + 1);
        }
        catch (SqliteException e) when (PassageDatabase.Explain(e) is { } fault)
        {
            throw fault;
        }
        finally
        {
            _gate.Release();
        }
    }

    // Reads passages of the snapshot's versions. A reader that finds them gone was overtaken by a writer: once that one has handed
    // over its snapshot, the reader begins again.
    private async Task<T?> ReadAsync<T>(Func<IndexSnapshot, Func<SqliteConnection>, T?> read, CancellationToken cancellationToken)
        where T : class
    {
        SqliteConnection? connection = null;
        try
        {
            while (true)
            {
                var snapshot = await SnapshotAsync(cancellationToken);
                if (snapshot.Live == 0)
                {
                    return null;
                }

                if (read(snapshot, () => connection ??= _database.Open()) is { } result)
                {
                    return result;
                }

                await _gate.WaitAsync(cancellationToken);
                _gate.Release();
                if (await SnapshotAsync(cancellationToken) == snapshot)
                {
                    return null;
                }
            }
        }
        catch (SqliteException e) when (PassageDatabase.Explain(e) is { } fault)
        {
            throw fault;
        }
        finally
        {
            if (connection is not null)
            {
                await connection.DisposeAsync();
            }
        }
    }

    private async ValueTask<IndexSnapshot> SnapshotAsync(CancellationToken cancellationToken)
    {
        var opened = _opened;
        if (opened is not null && !_database.ReadOnly)
        {
            return opened.Snapshot;
        }

        await _gate.WaitAsync(cancellationToken);
        try
        {
            // Reading a large index takes seconds: off the caller's thread.
            opened = _opened;
            return (_opened = opened is null || IsBehind(opened) ? await Task.Run(() => Load(cancellationToken), cancellationToken) : opened).Snapshot;
        }
        catch (SqliteException e) when (PassageDatabase.Explain(e) is { } fault)
        {
            throw fault;
        }
        finally
        {
            _gate.Release();
        }
    }

    private bool IsBehind(Opened opened)
    {
        if (!_database.ReadOnly)
        {
            return false;
        }

        if (opened.Generation < 0)
        {
            return true;
        }

        using var connection = _database.Open();
        return VectorTable.Generation(connection) != opened.Generation;
    }

    private Opened Load(CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        if (!_database.Prepare())
        {
            return new(IndexSnapshot.Empty, -1);
        }

        using var connection = _database.Open();
        if (!_database.ReadOnly)
        {
            using var sweep = connection.BeginTransaction(deferred: false);
            PassageTable.RemoveAllStaged(connection);
            sweep.Commit();
        }

        // One transaction, so that what is read is of one moment even while another process writes.
        using var transaction = connection.BeginTransaction(deferred: true);
        var generation = VectorTable.Generation(connection);
        var snapshot = _writer.Load(
            PassageTable.PublishedVersions(connection),
            PassageTable.AllPublished(connection),
            VectorTable.Embedder(connection),
            VectorTable.All(connection),
            cancellationToken);
        logger.IndexOpened(snapshot.Documents.Count, snapshot.Live, snapshot.Vectors.Count, time.GetElapsedTime(start).TotalMilliseconds);
        return new(snapshot, generation);
    }

    private sealed record Opened(IndexSnapshot Snapshot, long Generation);
}

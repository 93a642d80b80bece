namespace Assistant.Core;

/// <summary>Takes documents in: stores the original, queues it, reads, chunks and indexes it in the background, and tells how it ended.</summary>
/// <remarks>Idempotent: a document whose bytes, access and tags are unchanged is left alone. Survives a crash: what was queued goes on at the next start.</remarks>
public interface IIngestion
{
    /// <summary>Takes files and folders in and yields one outcome a document as each is done, text search ready; order is not promised. Cancelling stops cleanly: what was published stays, what was not stays queued.</summary>
    /// <exception cref="AssistantException">A path does not exist (<c>missing_path</c>) or an option is wrong; nothing was taken in then.</exception>
    IAsyncEnumerable<IngestOutcome> IngestPathsAsync(IngestRequest request, CancellationToken cancellationToken);

    /// <summary>Takes one upload in: stores and queues it, and returns its record at once.</summary>
    Task<DocumentRecord> UploadAsync(Upload upload, CancellationToken cancellationToken);

    /// <summary>Queues a document again.</summary>
    /// <returns>Its record, or null when it is not known.</returns>
    Task<DocumentRecord?> RetryAsync(string documentId, CancellationToken cancellationToken);

    /// <summary>Removes a document from index, catalogue and files.</summary>
    /// <returns>False when it was not known.</returns>
    Task<bool> DeleteAsync(string documentId, CancellationToken cancellationToken);

    /// <summary>Works on queued documents until cancelled. One caller at a time: the writer of the home.</summary>
    Task RunAsync(CancellationToken cancellationToken);

    /// <summary>Mends the catalogue from the index and queues again what a crash interrupted. Called once at start, before <see cref="RunAsync"/>.</summary>
    Task RecoverAsync(CancellationToken cancellationToken);
}

/// <summary>Files and folders to take in.</summary>
/// <param name="Paths">Absolute paths.</param>
/// <param name="Collection">The collection.</param>
public sealed record IngestRequest(IReadOnlyList<string> Paths, string Collection)
{
    /// <summary>The principals that may read the documents.</summary>
    /// <value>The default is <c>everyone</c>.</value>
    public IReadOnlyList<string> ReadBy { get; init; } = [Asker.EveryonePrincipal];

    /// <summary>The tags that the documents get.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Tags { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>Whether documents whose files are gone from the folder are deleted.</summary>
    public bool Mirror { get; init; }
}

/// <summary>A file handed in over the wire.</summary>
/// <param name="Name">The name as the sender gave it; made safe before use.</param>
/// <param name="Content">The bytes.</param>
/// <param name="Collection">The collection.</param>
public sealed record Upload(string Name, Stream Content, string Collection)
{
    /// <summary>The principals that may read it.</summary>
    /// <value>The default is <c>everyone</c>.</value>
    public IReadOnlyList<string> ReadBy { get; init; } = [Asker.EveryonePrincipal];

    /// <summary>The tags.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Tags { get; init; } = new Dictionary<string, IReadOnlyList<string>>();
}

/// <summary>How one document ended.</summary>
/// <param name="DocumentId">The document.</param>
/// <param name="Name">Its name.</param>
/// <param name="Status">How it ended.</param>
public sealed record IngestOutcome(string DocumentId, string Name, IngestStatus Status)
{
    /// <summary>How many passages it has.</summary>
    public int Passages { get; init; }

    /// <summary>How many pages, or null.</summary>
    public int? Pages { get; init; }

    /// <summary>Why it failed, or null.</summary>
    public string? Reason { get; init; }

    /// <summary>From being taken up to text search being ready.</summary>
    public TimeSpan Elapsed { get; init; }
}

/// <summary>How one document of an ingestion ended.</summary>
public enum IngestStatus
{
    /// <summary>Text search sees it.</summary>
    Ready,

    /// <summary>It could not be read.</summary>
    Failed,

    /// <summary>It was there already, the same.</summary>
    Unchanged,

    /// <summary>Its file is gone, and so is it.</summary>
    Deleted,
}

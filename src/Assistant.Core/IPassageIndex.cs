namespace Assistant.Core;

/// <summary>The border of search: takes who asks, gives both lists with their scores.</summary>
/// <remarks>
/// All members are safe to call from many threads. A document is replaced, never half-replaced: staged passages are seen by no
/// search until <see cref="PublishAsync"/>, which swaps versions in one step; what a crash leaves staged is swept at the next start.
/// </remarks>
public interface IPassageIndex
{
    /// <summary>Stores passages of a version that no search sees yet. May be called many times for one version.</summary>
    /// <exception cref="ArgumentException">The version may be read by nobody.</exception>
    Task StageAsync(DocumentVersion version, IReadOnlyList<Passage> passages, CancellationToken cancellationToken);

    /// <summary>Makes the staged version the one that searches see, and removes every other version of the document, in one step. A version with no staged passages empties the document.</summary>
    /// <remarks>Name, collection, access and tags are those given here, also where staging was told others.</remarks>
    /// <returns>How many passages the document now has.</returns>
    /// <exception cref="ArgumentException">The version may be read by nobody.</exception>
    Task<int> PublishAsync(DocumentVersion version, CancellationToken cancellationToken);

    /// <summary>Removes a staged version that will not be published.</summary>
    Task DiscardAsync(string versionId, CancellationToken cancellationToken);

    /// <summary>Removes a document with all its versions. Unknown ids are no error.</summary>
    Task DeleteAsync(string documentId, CancellationToken cancellationToken);

    /// <summary>Searches what the asker may read.</summary>
    Task<PassageMatches> SearchAsync(PassageQuery query, Asker asker, CancellationToken cancellationToken);

    /// <summary>One published passage, or null when it does not exist or the asker may not read it.</summary>
    Task<Passage?> FindAsync(string passageId, Asker asker, CancellationToken cancellationToken);

    /// <summary>The published passages of a document in reading order; empty when it does not exist or the asker may not read it.</summary>
    Task<IReadOnlyList<Passage>> PassagesAsync(string documentId, Asker asker, CancellationToken cancellationToken);

    /// <summary>What is published, for the catalogue to follow: the index decides what is visible.</summary>
    Task<IReadOnlyList<PublishedDocument>> PublishedAsync(CancellationToken cancellationToken);

    /// <summary>Published passages that have no vector of this embedder yet, the newest first: what was just handed in is asked about first.</summary>
    Task<IReadOnlyList<Passage>> WithoutVectorsAsync(string embedder, int limit, CancellationToken cancellationToken);

    /// <summary>Stores unit vectors for passages; passages that are gone meanwhile or have a vector of this embedder are skipped. Vectors of another embedder are removed.</summary>
    /// <exception cref="ArgumentException">Vectors differ in their dimensions, from each other or from those that the embedder gave before, or are not finite.</exception>
    Task StoreVectorsAsync(string embedder, IReadOnlyList<PassageVector> vectors, CancellationToken cancellationToken);
}

/// <summary>A document as the index has it.</summary>
/// <param name="DocumentId">The document.</param>
/// <param name="VersionId">The version that searches see.</param>
/// <param name="Passages">How many passages it has.</param>
/// <param name="Vectors">How many of them have a vector.</param>
public sealed record PublishedDocument(string DocumentId, string VersionId, int Passages, int Vectors);

/// <summary>A passage's unit vector.</summary>
/// <param name="PassageId">The passage.</param>
/// <param name="Vector">The vector, of length 1.</param>
public readonly record struct PassageVector(string PassageId, ReadOnlyMemory<float> Vector);

namespace Assistant.Core;

/// <summary>What documents are known and in which state. The index decides what is visible; the catalogue follows it.</summary>
public interface IDocumentCatalog
{
    /// <summary>One document by id, or null.</summary>
    Task<DocumentRecord?> FindAsync(string documentId, CancellationToken cancellationToken);

    /// <summary>Documents by collection and name; a null collection means all. Sorted by collection, then name, ordinal.</summary>
    Task<IReadOnlyList<DocumentRecord>> ListAsync(string? collection, CancellationToken cancellationToken);

    /// <summary>Documents that wait or were being processed when the process ended, oldest first.</summary>
    Task<IReadOnlyList<DocumentRecord>> UnfinishedAsync(CancellationToken cancellationToken);

    /// <summary>Names of the collections that have documents, sorted.</summary>
    Task<IReadOnlyList<string>> CollectionsAsync(CancellationToken cancellationToken);

    /// <summary>Inserts or replaces records by id, in one transaction; <see cref="DocumentRecord.UpdatedAt"/> is set by the catalogue.</summary>
    Task SaveAsync(IReadOnlyList<DocumentRecord> documents, CancellationToken cancellationToken);

    /// <summary>Removes a document; false when it was not known.</summary>
    Task<bool> DeleteAsync(string documentId, CancellationToken cancellationToken);

    /// <summary>Whether any record still refers to an original.</summary>
    Task<bool> RefersToAsync(string contentHash, CancellationToken cancellationToken);
}

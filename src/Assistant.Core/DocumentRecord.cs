namespace Assistant.Core;

/// <summary>A document as the catalogue knows it.</summary>
public sealed record DocumentRecord
{
    /// <summary>The id: <see cref="DocumentIds.For"/> of collection and name.</summary>
    public required string Id { get; init; }

    /// <summary>The collection.</summary>
    public required string Collection { get; init; }

    /// <summary>The name, unique in the collection: the path relative to the ingested folder, with forward slashes.</summary>
    public required string Name { get; init; }

    /// <summary>The title found in the document, or the name until it was read.</summary>
    public required string Title { get; init; }

    /// <summary>Where it is in its way into the index.</summary>
    public required DocumentState State { get; init; }

    /// <summary>The step at which it is or failed: <c>queued</c>, <c>read</c>, <c>chunk</c>, <c>index</c>, <c>done</c>.</summary>
    public string Step { get; init; } = "queued";

    /// <summary>How often it was tried since its last change.</summary>
    public int Attempts { get; init; }

    /// <summary>Why it failed, for the person who fed it; null unless failed.</summary>
    public string? Reason { get; init; }

    /// <summary>How many passages searches see of it.</summary>
    public int Passages { get; init; }

    /// <summary>How many pages it has, or null where a format has none.</summary>
    public int? Pages { get; init; }

    /// <summary>Counts the published versions from 1; 0 before the first.</summary>
    public int Version { get; init; }

    /// <summary>The version id that the index has published, or null before the first.</summary>
    public string? VersionId { get; init; }

    /// <summary>SHA-256 of the original's bytes as it was last handed in, in lower-case hex; its place in <c>files/</c>.</summary>
    public required string ContentHash { get; init; }

    /// <summary>SHA-256 of the original behind the published version; differs from <see cref="ContentHash"/> while a newer one waits or has failed.</summary>
    public string? PublishedHash { get; init; }

    /// <summary>The media type found by content.</summary>
    public string MediaType { get; init; } = "application/octet-stream";

    /// <summary>The size of the original in bytes.</summary>
    public long Bytes { get; init; }

    /// <summary>The absolute path that it was read from, or null for an upload.</summary>
    public string? SourcePath { get; init; }

    /// <summary>The absolute folder that was ingested, or null for a single file or an upload; <c>--mirror</c> goes by it.</summary>
    public string? SourceRoot { get; init; }

    /// <summary>The principals that may read it.</summary>
    public required IReadOnlyList<string> ReadBy { get; init; }

    /// <summary>The tags.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Tags { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>When the record last changed.</summary>
    public DateTimeOffset UpdatedAt { get; init; }
}

/// <summary>Where a document is in its way into the index.</summary>
public enum DocumentState
{
    /// <summary>Waits to be read.</summary>
    Queued,

    /// <summary>Is being read, chunked or indexed.</summary>
    Processing,

    /// <summary>Text search sees it.</summary>
    Ready,

    /// <summary>Could not be read; the reason says why. An older version, if there is one, stays searchable.</summary>
    Failed,
}

using System.Text.Json.Serialization;
using Assistant.Core;

namespace Assistant.Channels.Web;

/// <summary>A document and its state.</summary>
internal sealed record DocumentEntry
{
    public required string Id { get; init; }

    public required string Collection { get; init; }

    public required string Name { get; init; }

    public required string Title { get; init; }

    [JsonConverter(typeof(SnakeCaseEnumConverter<DocumentState>))]
    public required DocumentState State { get; init; }

    /// <summary>Whether searches by meaning see all of it already.</summary>
    [JsonConverter(typeof(SnakeCaseEnumConverter<VectorState>))]
    public required VectorState Vectors { get; init; }

    public required string Step { get; init; }

    public required int Attempts { get; init; }

    /// <summary>Why it failed, or null.</summary>
    public required string? Reason { get; init; }

    public required int Passages { get; init; }

    public required int? Pages { get; init; }

    public required int Version { get; init; }

    [JsonPropertyName("media_type")]
    public required string MediaType { get; init; }

    public required long Bytes { get; init; }

    [JsonPropertyName("updated_at")]
    public required DateTimeOffset UpdatedAt { get; init; }

    [JsonPropertyName("read_by")]
    public required IReadOnlyList<string> ReadBy { get; init; }

    public static DocumentEntry From(DocumentRecord document, VectorState vectors) => new()
    {
        Id = document.Id,
        Collection = document.Collection,
        Name = document.Name,
        Title = document.Title,
        State = document.State,
        Vectors = vectors,
        Step = document.Step,
        Attempts = document.Attempts,
        Reason = document.Reason,
        Passages = document.Passages,
        Pages = document.Pages,
        Version = document.Version,
        MediaType = document.MediaType,
        Bytes = document.Bytes,
        UpdatedAt = document.UpdatedAt,
        ReadBy = document.ReadBy,
    };
}

/// <summary>How far the vectors of a document are.</summary>
internal enum VectorState
{
    /// <summary>Nothing is published, or no embedder is there to make any.</summary>
    None,

    /// <summary>Some passages have none yet.</summary>
    Pending,

    /// <summary>Every passage has one.</summary>
    Ready,
}

/// <summary>Documents, sorted by collection and name.</summary>
internal sealed record DocumentList(IReadOnlyList<DocumentEntry> Documents);

/// <summary>Collections, sorted by name.</summary>
internal sealed record CollectionList(IReadOnlyList<CollectionEntry> Collections);

/// <summary>A collection.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Documents">How many documents it has.</param>
/// <param name="Searchable">How many of them searches see.</param>
/// <param name="Waiting">How many of them are read for the first time, or wait for it: they can be searched soon.</param>
internal sealed record CollectionEntry(string Name, int Documents, int Searchable, int Waiting);

/// <summary>What became of an upload.</summary>
/// <param name="Documents">What was taken in and is now read in the background.</param>
/// <param name="Rejected">What was not.</param>
internal sealed record UploadAnswer(IReadOnlyList<DocumentEntry> Documents, IReadOnlyList<RejectedFile> Rejected);

/// <summary>A file that was not taken in.</summary>
internal sealed record RejectedFile(string Name, ApiFault Error);

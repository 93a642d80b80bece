using System.Text.Json;
using Assistant.Core;

namespace Assistant.Storage.Catalog;

/// <summary>Records to rows and back.</summary>
internal static class DocumentRows
{
    public const string Queued = "queued", Processing = "processing", Ready = "ready", Failed = "failed";

    public static DocumentRow ToRow(this DocumentRecord document, long now) => new()
    {
        Id = document.Id,
        Collection = document.Collection,
        Name = document.Name,
        Title = document.Title,
        State = document.State switch
        {
            DocumentState.Queued => Queued,
            DocumentState.Processing => Processing,
            DocumentState.Ready => Ready,
            DocumentState.Failed => Failed,
            _ => throw new ArgumentOutOfRangeException(nameof(document), document.State, "Unknown state."),
        },
        Step = document.Step,
        Attempts = document.Attempts,
        Reason = document.Reason,
        Passages = document.Passages,
        Pages = document.Pages,
        Version = document.Version,
        VersionId = document.VersionId,
        ContentHash = document.ContentHash,
        PublishedHash = document.PublishedHash,
        MediaType = document.MediaType,
        Bytes = document.Bytes,
        SourcePath = document.SourcePath,
        SourceRoot = document.SourceRoot,
        ReadBy = JsonSerializer.Serialize(document.ReadBy),
        Tags = JsonSerializer.Serialize(document.Tags),
        UpdatedAt = now,
    };

    public static DocumentRecord ToRecord(this DocumentRow row) => new()
    {
        Id = row.Id,
        Collection = row.Collection,
        Name = row.Name,
        Title = row.Title,
        State = row.State switch
        {
            Queued => DocumentState.Queued,
            Processing => DocumentState.Processing,
            Ready => DocumentState.Ready,
            Failed => DocumentState.Failed,
            _ => throw new InvalidOperationException($"The catalogue holds an unknown state '{row.State}'."),
        },
        Step = row.Step,
        Attempts = row.Attempts,
        Reason = row.Reason,
        Passages = row.Passages,
        Pages = row.Pages,
        Version = row.Version,
        VersionId = row.VersionId,
        ContentHash = row.ContentHash,
        PublishedHash = row.PublishedHash,
        MediaType = row.MediaType,
        Bytes = row.Bytes,
        SourcePath = row.SourcePath,
        SourceRoot = row.SourceRoot,
        ReadBy = JsonSerializer.Deserialize<string[]>(row.ReadBy) ?? [],
        Tags = (JsonSerializer.Deserialize<Dictionary<string, string[]>>(row.Tags) ?? [])
            .ToDictionary(tag => tag.Key, tag => (IReadOnlyList<string>)tag.Value, StringComparer.Ordinal),
        UpdatedAt = DateTimeOffset.FromUnixTimeMilliseconds(row.UpdatedAt),
    };
}

using System.Data.Common;
using System.Text.Json;
using Assistant.Core;

namespace Assistant.Storage.Catalog;

/// <summary>Records to rows of script 0001 and back.</summary>
internal static class DocumentRows
{
    public const string Queued = "queued", Processing = "processing", Ready = "ready", Failed = "failed";

    /// <summary>All columns, in the order in which <see cref="Read"/> takes them.</summary>
    public const string Columns =
        "id, collection, name, title, state, step, attempts, reason, passages, pages, version, version_id, content_hash, published_hash, media_type, bytes, source_path, source_root, read_by, tags, updated_at";

    /// <summary>Inserts or replaces by id; SQLite and PostgreSQL both know this form.</summary>
    public const string Save = $"""
        INSERT INTO documents ({Columns})
        VALUES (@id, @collection, @name, @title, @state, @step, @attempts, @reason, @passages, @pages, @version, @version_id, @content_hash,
            @published_hash, @media_type, @bytes, @source_path, @source_root, @read_by, @tags, @updated_at)
        ON CONFLICT (id) DO UPDATE SET collection = excluded.collection, name = excluded.name, title = excluded.title, state = excluded.state,
            step = excluded.step, attempts = excluded.attempts, reason = excluded.reason, passages = excluded.passages, pages = excluded.pages,
            version = excluded.version, version_id = excluded.version_id, content_hash = excluded.content_hash,
            published_hash = excluded.published_hash, media_type = excluded.media_type, bytes = excluded.bytes,
            source_path = excluded.source_path, source_root = excluded.source_root, read_by = excluded.read_by, tags = excluded.tags,
            updated_at = excluded.updated_at
        """;

    /// <summary>Sets a command's parameter, making it the first time.</summary>
    public static void Set(this DbCommand command, string name, object? value)
    {
        if (!command.Parameters.Contains(name))
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            command.Parameters.Add(parameter);
        }

        command.Parameters[name].Value = value ?? DBNull.Value;
    }

    /// <summary>Sets the parameters of <see cref="Save"/>.</summary>
    public static void Set(this DbCommand command, DocumentRecord document, long now)
    {
        command.Set("@id", document.Id);
        command.Set("@collection", document.Collection);
        command.Set("@name", document.Name);
        command.Set("@title", document.Title);
        command.Set("@state", NameOf(document.State));
        command.Set("@step", document.Step);
        command.Set("@attempts", document.Attempts);
        command.Set("@reason", document.Reason);
        command.Set("@passages", document.Passages);
        command.Set("@pages", document.Pages);
        command.Set("@version", document.Version);
        command.Set("@version_id", document.VersionId);
        command.Set("@content_hash", document.ContentHash);
        command.Set("@published_hash", document.PublishedHash);
        command.Set("@media_type", document.MediaType);
        command.Set("@bytes", document.Bytes);
        command.Set("@source_path", document.SourcePath);
        command.Set("@source_root", document.SourceRoot);
        command.Set("@read_by", JsonSerializer.Serialize(document.ReadBy));
        command.Set("@tags", JsonSerializer.Serialize(document.Tags));
        command.Set("@updated_at", now);
    }

    /// <summary>The record of the row that the reader stands on.</summary>
    public static DocumentRecord Read(DbDataReader row) => new()
    {
        Id = row.GetString(0),
        Collection = row.GetString(1),
        Name = row.GetString(2),
        Title = row.GetString(3),
        State = StateOf(row.GetString(4)),
        Step = row.GetString(5),
        Attempts = row.GetInt32(6),
        Reason = TextOrNull(row, 7),
        Passages = row.GetInt32(8),
        Pages = row.IsDBNull(9) ? null : row.GetInt32(9),
        Version = row.GetInt32(10),
        VersionId = TextOrNull(row, 11),
        ContentHash = row.GetString(12),
        PublishedHash = TextOrNull(row, 13),
        MediaType = row.GetString(14),
        Bytes = row.GetInt64(15),
        SourcePath = TextOrNull(row, 16),
        SourceRoot = TextOrNull(row, 17),
        ReadBy = JsonSerializer.Deserialize<string[]>(row.GetString(18)) ?? [],
        Tags = (JsonSerializer.Deserialize<Dictionary<string, string[]>>(row.GetString(19)) ?? [])
            .ToDictionary(tag => tag.Key, tag => (IReadOnlyList<string>)tag.Value, StringComparer.Ordinal),
        UpdatedAt = DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(20)),
    };

    private static string? TextOrNull(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private static string NameOf(DocumentState state) => state switch
    {
        DocumentState.Queued => Queued,
        DocumentState.Processing => Processing,
        DocumentState.Ready => Ready,
        DocumentState.Failed => Failed,
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "Unknown state."),
    };

    private static DocumentState StateOf(string name) => name switch
    {
        Queued => DocumentState.Queued,
        Processing => DocumentState.Processing,
        Ready => DocumentState.Ready,
        Failed => DocumentState.Failed,
        _ => throw new InvalidOperationException($"The catalogue holds an unknown state '{name}'."),
    };
}

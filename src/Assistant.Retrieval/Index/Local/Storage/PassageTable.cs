using System.Text.Json;
using Assistant.Core;
using Microsoft.Data.Sqlite;

namespace Assistant.Retrieval.Index.Local.Storage;

/// <summary>A passage and its row, which is never given twice.</summary>
internal readonly record struct StoredPassage(long Row, Passage Passage);

/// <summary>A version with its row.</summary>
internal sealed record StoredVersion(long Row, DocumentVersion Version);

/// <summary>The statements on versions and passages. The caller owns the transaction.</summary>
internal static class PassageTable
{
    private const string PassageColumns =
        "p.id, p.passage_id, v.document_id, v.document_name, v.collection, p.title, p.heading_path, p.page, p.ordinal, p.start_at, p.end_at, p.text, p.tokens, p.language";

    private const string FromPassages = " from retrieval_passages p join retrieval_versions v on v.id = p.version ";

    private const string VersionColumns = "id, version_id, document_id, document_name, collection, read_by, tags";

    /// <summary>The row of a version, made when it is not there; name, collection, access and tags are those of the last call.</summary>
    /// <exception cref="InvalidOperationException">The id is that of another document's version.</exception>
    public static long VersionRow(SqliteConnection connection, DocumentVersion version)
    {
        connection.Execute(
            """
            insert into retrieval_versions (version_id, document_id, document_name, collection, read_by, tags)
            values ($version, $document, $name, $collection, $read, $tags)
            on conflict (version_id) do update
            set document_name = excluded.document_name, collection = excluded.collection, read_by = excluded.read_by, tags = excluded.tags
            where document_id = excluded.document_id
            """,
            ("$version", version.VersionId),
            ("$document", version.DocumentId),
            ("$name", version.DocumentName),
            ("$collection", version.Collection),
            ("$read", JsonSerializer.Serialize(version.ReadBy)),
            ("$tags", JsonSerializer.Serialize(version.Tags)));
        return connection.Scalar(
            "select id from retrieval_versions where version_id = $version and document_id = $document", ("$version", version.VersionId), ("$document", version.DocumentId)) as long?
            ?? throw new InvalidOperationException($"Version id '{version.VersionId}' belongs to another document than '{version.DocumentId}'.");
    }

    /// <summary>Adds passages to a version.</summary>
    public static void Insert(SqliteConnection connection, long version, IReadOnlyList<Passage> passages)
    {
        using var command = connection.Command(
            """
            insert into retrieval_passages (version, passage_id, ordinal, title, heading_path, page, start_at, end_at, text, tokens, language)
            values ($version, $id, $ordinal, $title, $path, $page, $start, $end, $text, $tokens, $language)
            """,
            ("$version", version));
        string[] names = ["$id", "$ordinal", "$title", "$path", "$page", "$start", "$end", "$text", "$tokens", "$language"];
        var parameters = Array.ConvertAll(names, name => command.Parameters.Add(new SqliteParameter { ParameterName = name }));
        foreach (var passage in passages)
        {
            object?[] values =
            [
                passage.Id, passage.Ordinal, passage.Title, JsonSerializer.Serialize(passage.HeadingPath), passage.Page,
                passage.Start, passage.End, passage.Text, passage.Tokens, passage.Language,
            ];
            for (var at = 0; at < values.Length; at++)
            {
                parameters[at].Value = values[at] ?? DBNull.Value;
            }

            command.ExecuteNonQuery();
        }
    }

    /// <summary>Makes a version the published one and removes all others of its document.</summary>
    public static void Flip(SqliteConnection connection, long version, string documentId)
    {
        Remove(connection, "document_id = $key and id <> $keep", documentId, version);
        connection.Execute("update retrieval_versions set published = 1 where id = $version", ("$version", version));
    }

    /// <summary>Removes a document with all its versions.</summary>
    public static void RemoveDocument(SqliteConnection connection, string documentId) => Remove(connection, "document_id = $key", documentId, keep: 0);

    /// <summary>Removes a version that is not published.</summary>
    public static void RemoveStaged(SqliteConnection connection, string versionId) => Remove(connection, "version_id = $key and published = 0", versionId, keep: 0);

    /// <summary>Removes every version that is not published: what a crash left behind.</summary>
    public static int RemoveAllStaged(SqliteConnection connection) => Remove(connection, "published = 0", "", keep: 0);

    /// <summary>Whether a version is the published one.</summary>
    public static bool IsPublished(SqliteConnection connection, long version) =>
        connection.Scalar("select 1 from retrieval_versions where id = $version and published = 1", ("$version", version)) is not null;

    /// <summary>Published versions in the order in which they were staged.</summary>
    public static IEnumerable<StoredVersion> PublishedVersions(SqliteConnection connection)
    {
        using var command = connection.Command($"select {VersionColumns} from retrieval_versions where published = 1 order by id");
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            yield return new(reader.GetInt64(0), new(
                reader.GetString(2),
                reader.GetString(1),
                reader.GetString(3),
                reader.GetString(4),
                JsonSerializer.Deserialize<string[]>(reader.GetString(5))!,
                JsonSerializer.Deserialize<Dictionary<string, IReadOnlyList<string>>>(reader.GetString(6))!));
        }
    }

    /// <summary>The passages of a version in reading order.</summary>
    public static IEnumerable<StoredPassage> Of(SqliteConnection connection, long version) =>
        Read(connection.Command($"select {PassageColumns}{FromPassages}where p.version = $version order by p.ordinal, p.id", ("$version", version)));

    /// <summary>All published passages, version by version in the order of <see cref="PublishedVersions"/>, each in reading order, with their versions' rows.</summary>
    public static IEnumerable<(long Version, StoredPassage Passage)> AllPublished(SqliteConnection connection)
    {
        using var command = connection.Command($"select {PassageColumns}, p.version{FromPassages}where v.published = 1 order by v.id, p.ordinal, p.id");
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            yield return (reader.GetInt64(14), Current(reader));
        }
    }

    /// <summary>A command that reads one passage by <c>$row</c>, to be run many times.</summary>
    public static SqliteCommand ByRow(SqliteConnection connection) =>
        connection.Command($"select {PassageColumns}{FromPassages}where p.id = $row", ("$row", 0L));

    /// <summary>The passage with this id, published or not.</summary>
    public static StoredPassage? ById(SqliteConnection connection, string passageId) =>
        Read(connection.Command($"select {PassageColumns}{FromPassages}where p.passage_id = $id and v.published = 1", ("$id", passageId)))
            .Select(passage => (StoredPassage?)passage).FirstOrDefault();

    /// <summary>The passage at a reader's row.</summary>
    public static StoredPassage Current(SqliteDataReader reader)
    {
        var path = reader.GetString(6);
        return new(reader.GetInt64(0), new()
        {
            Id = reader.GetString(1),
            DocumentId = reader.GetString(2),
            DocumentName = reader.GetString(3),
            Collection = reader.GetString(4),
            Title = reader.GetString(5),
            HeadingPath = path == "[]" ? [] : JsonSerializer.Deserialize<string[]>(path)!,
            Page = reader.IsDBNull(7) ? null : reader.GetInt32(7),
            Ordinal = reader.GetInt32(8),
            Start = reader.GetInt32(9),
            End = reader.GetInt32(10),
            Text = reader.GetString(11),
            Tokens = reader.GetInt32(12),
            Language = reader.GetString(13),
        });
    }

    private static IEnumerable<StoredPassage> Read(SqliteCommand command)
    {
        using (command)
        {
            using var reader = command.ExecuteReader();
            while (reader.Read())
            {
                yield return Current(reader);
            }
        }
    }

    private static int Remove(SqliteConnection connection, string condition, string key, long keep)
    {
        var versions = $"select id from retrieval_versions where {condition}";
        var passages = $"select id from retrieval_passages where version in ({versions})";
        connection.Execute($"delete from retrieval_vectors where passage in ({passages})", ("$key", key), ("$keep", keep));
        connection.Execute($"delete from retrieval_passages where version in ({versions})", ("$key", key), ("$keep", keep));
        return connection.Execute($"delete from retrieval_versions where {condition}", ("$key", key), ("$keep", keep));
    }
}

using System.Globalization;
using Assistant.Retrieval.Index.Local.Dense;
using Microsoft.Data.Sqlite;

namespace Assistant.Retrieval.Index.Local.Storage;

/// <summary>The statements on vectors and on the settings of the index. The caller owns the transaction.</summary>
internal static class VectorTable
{
    /// <summary>The embedder whose vectors the table holds; empty before the first.</summary>
    public static string Embedder(SqliteConnection connection) => (string?)Setting(connection, "embedder") ?? "";

    /// <summary>Counts what was published or stored, so that a reader in another process sees that it must read again.</summary>
    public static long Generation(SqliteConnection connection) => long.Parse((string?)Setting(connection, "generation") ?? "0", CultureInfo.InvariantCulture);

    /// <summary>Raises <see cref="Generation"/>.</summary>
    public static void RaiseGeneration(SqliteConnection connection) =>
        connection.Execute("update retrieval_settings set value = cast(value as integer) + 1 where name = 'generation'");

    /// <summary>Removes all vectors, which are of no use to another embedder, and remembers the new one.</summary>
    public static void SwitchTo(SqliteConnection connection, string embedder)
    {
        connection.Execute("delete from retrieval_vectors");
        connection.Execute("update retrieval_settings set value = $embedder where name = 'embedder'", ("$embedder", embedder));
    }

    /// <summary>Stores the vector of a passage that is still there and has none.</summary>
    /// <returns>False when the passage is gone or has a vector.</returns>
    public static bool Insert(SqliteConnection connection, long passage, string embedder, PackedVector vector) =>
        connection.Execute(
            "insert or ignore into retrieval_vectors (passage, embedder, vector) select id, $embedder, $vector from retrieval_passages where id = $passage",
            ("$passage", passage),
            ("$embedder", embedder),
            ("$vector", vector.ToBytes())) == 1;

    /// <summary>All vectors of published passages.</summary>
    public static IEnumerable<(long Passage, PackedVector Vector)> All(SqliteConnection connection)
    {
        using var command = connection.Command("select passage, vector from retrieval_vectors order by passage");
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            yield return (reader.GetInt64(0), PackedVector.FromBytes(reader.GetFieldValue<byte[]>(1)));
        }
    }

    private static object? Setting(SqliteConnection connection, string name) =>
        connection.Scalar("select value from retrieval_settings where name = $name", ("$name", name));
}

using System.Globalization;
using Assistant.Core;
using Microsoft.Data.Sqlite;

namespace Assistant.Storage.Sqlite;

/// <summary>The numbered scripts of this room's tables, and which of them a database has had.</summary>
/// <remarks>Rooms share the table <c>schema_steps</c> and never each other's tables. A script that was ever released is never changed.</remarks>
internal static class SqliteSchema
{
    private const string Room = "storage";
    private const string Prefix = "Assistant.Storage.Sqlite.";

    /// <summary>Applies what is missing, all in one transaction, and returns the steps that it applied.</summary>
    public static IReadOnlyList<int> Advance(SqliteConnection connection, Func<string, AssistantException> newerHome)
    {
        // The journal mode is kept in the file and cannot be set inside a transaction; asking first spares a write lock at every start.
        if (!string.Equals(Scalar(connection, null, "PRAGMA journal_mode") as string, "wal", StringComparison.OrdinalIgnoreCase))
        {
            Execute(connection, null, "PRAGMA journal_mode = WAL");
        }

        var scripts = Scripts();
        if (StepOf(connection, null) == scripts.Count)
        {
            return [];
        }

        using var transaction = connection.BeginTransaction();
        Execute(connection, transaction, "CREATE TABLE IF NOT EXISTS schema_steps (room TEXT NOT NULL, step INTEGER NOT NULL, PRIMARY KEY (room, step))");
        var done = StepOf(connection, transaction);
        if (done > scripts.Count)
        {
            throw newerHome(string.Create(CultureInfo.InvariantCulture, $"tables of step {done}, this one knows {scripts.Count}"));
        }

        List<int> applied = [];
        for (var step = done + 1; step <= scripts.Count; step++)
        {
            Execute(connection, transaction, scripts[step - 1]);
            Execute(connection, transaction, string.Create(CultureInfo.InvariantCulture, $"INSERT INTO schema_steps (room, step) VALUES ('{Room}', {step})"));
            applied.Add(step);
        }

        transaction.Commit();
        return applied;
    }

    /// <summary>The scripts in their order: <c>0001-*.sql</c> and on.</summary>
    internal static IReadOnlyList<string> Scripts()
    {
        var assembly = typeof(SqliteSchema).Assembly;
        return [.. assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal) && name.EndsWith(".sql", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name =>
            {
                using StreamReader reader = new(assembly.GetManifestResourceStream(name)!);
                return reader.ReadToEnd();
            })];
    }

    private static int StepOf(SqliteConnection connection, SqliteTransaction? transaction)
    {
        var hasTable = Scalar(connection, transaction, "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'schema_steps'") is > 0L;
        return hasTable && Scalar(connection, transaction, $"SELECT max(step) FROM schema_steps WHERE room = '{Room}'") is long step ? (int)step : 0;
    }

    private static object? Scalar(SqliteConnection connection, SqliteTransaction? transaction, string sql)
    {
        using var command = Command(connection, transaction, sql);
        return command.ExecuteScalar();
    }

    private static void Execute(SqliteConnection connection, SqliteTransaction? transaction, string sql)
    {
        using var command = Command(connection, transaction, sql);
        command.ExecuteNonQuery();
    }

    // Only this room's own scripts and constants come here; no value from outside ever does.
#pragma warning disable CA2100
    private static SqliteCommand Command(SqliteConnection connection, SqliteTransaction? transaction, string sql) => new(sql, connection, transaction);
#pragma warning restore CA2100
}

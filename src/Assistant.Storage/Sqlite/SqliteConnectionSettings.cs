using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Assistant.Storage.Sqlite;

/// <summary>Gives every connection the settings that SQLite does not keep in the file.</summary>
internal sealed class SqliteConnectionSettings : DbConnectionInterceptor
{
    // Waiting inside SQLite wakes within milliseconds; the provider's own retry sleeps 150 ms each time.
    // NORMAL is safe with WAL: a crash of the process loses nothing, a power cut at worst the last commits, never the file; and it spares
    // an fsync a commit. What was lost is taken in again: originals are synced before their records are written.
    private const string Settings = "PRAGMA busy_timeout = 10000; PRAGMA synchronous = NORMAL;";

    public static SqliteConnectionSettings Instance { get; } = new();

    public static void Apply(DbConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Settings;
        command.ExecuteNonQuery();
    }

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) => Apply(connection);

    public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        Apply(connection);
        return Task.CompletedTask;
    }
}

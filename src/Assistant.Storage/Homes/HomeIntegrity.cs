using Microsoft.Data.Sqlite;

namespace Assistant.Storage.Homes;

/// <summary>Looks whether a home's database is whole.</summary>
public static class HomeIntegrity
{
    /// <summary>Runs SQLite's <c>quick_check</c>: every page is read, indexes are not compared with their tables. Seconds for a gigabyte.</summary>
    /// <param name="databasePath">The database; it must exist, and a writer may be at it.</param>
    /// <param name="cancellationToken">Ends the wait, at the next page that SQLite reports on.</param>
    /// <returns>What is wrong, or null.</returns>
    public static async Task<string?> FaultAsync(string databasePath, CancellationToken cancellationToken)
    {
        SqliteConnectionStringBuilder connectionString = new()
        {
            DataSource = databasePath,
            Mode = SqliteOpenMode.ReadWrite,
            Pooling = false,
        };
        try
        {
            await using SqliteConnection connection = new(connectionString.ToString());
            await connection.OpenAsync(cancellationToken);
            await using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA quick_check(1)";
            var found = (string?)await command.ExecuteScalarAsync(cancellationToken);
            return found == "ok" ? null : found ?? "The check gave no result.";
        }
        catch (SqliteException exception)
        {
            return exception.Message;
        }
    }
}

using Microsoft.Data.Sqlite;

namespace Assistant.Storage.Sqlite;

/// <summary>How the home's database file is opened.</summary>
internal static class SqliteHome
{
    /// <summary>The connection string; only <see cref="Homes.HomeSchema"/> creates the file, so that nobody works on one without tables.</summary>
    public static string ConnectionString(string path, bool create = false) => new SqliteConnectionStringBuilder
    {
        DataSource = path,
        Mode = create ? SqliteOpenMode.ReadWriteCreate : SqliteOpenMode.ReadWrite,
        ForeignKeys = true,
        Pooling = true,
    }.ToString();
}

using System.Globalization;
using System.Reflection;
using Assistant.Core;
using Microsoft.Data.Sqlite;

namespace Assistant.Retrieval.Index.Local.Storage;

/// <summary>The SQLite file behind the index: opens connections and brings the tables of this room up to date.</summary>
internal sealed class PassageDatabase(string path, bool readOnly)
{
    private const int DiskFull = 13;
    private const int Corrupt = 11;
    private const int NotADatabase = 26;

    private static readonly (int Number, string Script)[] Steps = ReadSteps();

    private readonly string _connectionString = new SqliteConnectionStringBuilder
    {
        DataSource = path,
        Mode = readOnly ? SqliteOpenMode.ReadOnly : SqliteOpenMode.ReadWriteCreate,
    }.ToString();

    /// <summary>Whether nothing may be written.</summary>
    public bool ReadOnly => readOnly;

    /// <summary>Opens a connection.</summary>
    public SqliteConnection Open()
    {
        SqliteConnection connection = new(_connectionString);
        connection.Open();

        // Another room writes to the same file: wait for its short transactions instead of failing.
        connection.Execute("pragma busy_timeout = 30000");
        if (!readOnly)
        {
            // NORMAL is safe against a killed process; only a power cut can take the last commits, never the file.
            connection.Execute("pragma synchronous = normal");
        }

        return connection;
    }

    /// <summary>Creates or updates the tables.</summary>
    /// <returns>False when the file is read only and has no tables yet: there is nothing to read.</returns>
    /// <exception cref="AssistantException">The tables come from a newer version of the product (<c>newer_home</c>).</exception>
    public bool Prepare()
    {
        if (readOnly && !File.Exists(path))
        {
            return false;
        }

        if (!readOnly)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        }

        using var connection = Open();
        if (!readOnly)
        {
            connection.Execute("pragma journal_mode = wal");
            connection.Execute("create table if not exists retrieval_steps (number integer primary key) without rowid");
        }
        else if (connection.Scalar("select 1 from sqlite_master where name = 'retrieval_steps'") is null)
        {
            return false;
        }

        return Migrate(connection);
    }

    /// <summary>What a failure of SQLite means to a person, or null when it means nothing to them.</summary>
    public static AssistantException? Explain(SqliteException failure) => failure.SqliteErrorCode switch
    {
        DiskFull => new("disk_full", "The disk is full; nothing was changed.", "Free some space and try again.", failure),
        Corrupt or NotADatabase => new("damaged_home", "The database of the home is damaged.", "Restore the home from a backup.", failure),
        _ => null,
    };

    /// <summary>Lets go of the file, so that it can be deleted.</summary>
    public void Release()
    {
        using SqliteConnection connection = new(_connectionString);
        SqliteConnection.ClearPool(connection);
    }

    private bool Migrate(SqliteConnection connection)
    {
        using var transaction = connection.BeginTransaction(deferred: readOnly);
        var done = Convert.ToInt32(connection.Scalar("select max(number) from retrieval_steps") ?? 0, CultureInfo.InvariantCulture);
        if (done > Steps[^1].Number)
        {
            throw new AssistantException("newer_home", "This home was written by a newer version of Assistant.", "Update Assistant.");
        }

        if (readOnly)
        {
            return done == Steps[^1].Number;
        }

        foreach (var (number, script) in Steps.Where(step => step.Number > done))
        {
            connection.Execute(script);
            connection.Execute("insert into retrieval_steps values ($number)", ("$number", number));
        }

        transaction.Commit();
        return true;
    }

    private static (int, string)[] ReadSteps()
    {
        var assembly = Assembly.GetExecutingAssembly();
        return [.. assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith("Schema/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name =>
            {
                using StreamReader reader = new(assembly.GetManifestResourceStream(name)!);
                return (int.Parse(Path.GetFileNameWithoutExtension(name), CultureInfo.InvariantCulture), reader.ReadToEnd());
            })];
    }
}

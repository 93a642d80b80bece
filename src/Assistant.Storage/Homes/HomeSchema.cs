using Assistant.Core;
using Assistant.Storage.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Assistant.Storage.Homes;

/// <summary>Opens a home, makes a new one, and brings an older one to what this build needs.</summary>
/// <remarks>Safe to call from many threads and from several processes on one home.</remarks>
public sealed class HomeSchema(IOptions<StorageOptions> options, TimeProvider time, ILogger<HomeSchema> logger) : IDisposable
{
    /// <summary>The layout that this build writes, and the newest that it reads. Raised only when an older build could no longer use the home.</summary>
    public const int Current = 1;

    private readonly SemaphoreSlim gate = new(1, 1);
    private volatile bool isOpen;

    /// <summary>The absolute path of the home.</summary>
    public string Home { get; } = Path.GetFullPath(options.Value.Home);

    /// <summary>The absolute path of the home's database.</summary>
    public string DatabasePath => Path.Combine(Home, "assistant.db");

    /// <summary>Opens the home, or makes it when the folder is new or empty of one. Every later call returns at once.</summary>
    /// <exception cref="AssistantException">
    /// The home was written by a newer version (<c>newer_home</c>), cannot be written (<c>home_not_writable</c>), is damaged
    /// (<c>damaged_home</c>), or the disk is full (<c>disk_full</c>).
    /// </exception>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        if (isOpen)
        {
            return;
        }

        await gate.WaitAsync(cancellationToken);
        try
        {
            if (!isOpen)
            {
                await MakeOrCheckAsync(cancellationToken);
                isOpen = true;
            }
        }
        catch (Exception exception) when (StorageFault.Explain(exception) is { } fault)
        {
            throw fault;
        }
        finally
        {
            gate.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => gate.Dispose();

    private async Task MakeOrCheckAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Home);
        if (await HomeFile.ReadAsync(Home, cancellationToken) is not { } file)
        {
            await new HomeFile(Current, time.GetUtcNow()).WriteAsync(Home, cancellationToken);
            Log.HomeMade(logger, Home);
        }
        else if (file.Schema > Current)
        {
            throw NewerHome($"schema {file.Schema}, this one reads up to {Current}");
        }

        await using SqliteConnection connection = new(SqliteHome.ConnectionString(DatabasePath, create: true));
        await connection.OpenAsync(cancellationToken);
        SqliteConnectionSettings.Apply(connection);
        foreach (var step in SqliteSchema.Advance(connection, NewerHome))
        {
            Log.SchemaStepApplied(logger, step);
        }
    }

    private static AssistantException NewerHome(string detail) => new(
        "newer_home",
        $"The home was written by a newer version of Assistant ({detail}).",
        "Update Assistant, or choose another home with --home.");
}

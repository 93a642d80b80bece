using System.Text.Json;
using Assistant.Core;
using Assistant.Server.Composition;
using Assistant.Server.Home;
using Assistant.Server.Lines;
using Assistant.Storage.Homes;

namespace Assistant.Server.Doctor;

/// <summary>Looks at the home: folder, space, database, documents. Changes nothing but a file that it writes and removes.</summary>
internal sealed class HomeChecks(string home)
{
    private const long LittleSpace = 1L << 30;
    private const long NoSpace = 100L << 20;

    /// <summary>Whether the home is there, of a version that this build reads, and can be written.</summary>
    public async Task<DoctorCheck> HomeAsync(CancellationToken cancellationToken)
    {
        const string Name = "home";
        if (!Directory.Exists(home))
        {
            var parent = Path.GetDirectoryName(home);
            return File.Exists(home)
                ? new(Name, DoctorState.Fail, $"'{home}' is a file.", "Give a folder with --home or ASSISTANT_HOME.")
                : new(Name, DoctorState.Warn, $"There is no home at '{home}' yet; {(parent is null ? "it" : "its folder")} is made by the first 'serve' or 'ingest'.", "Run 'assistant serve'.");
        }

        try
        {
            var probe = Path.Combine(home, $".doctor-{Guid.NewGuid():N}");
            await File.WriteAllBytesAsync(probe, [0], cancellationToken);
            File.Delete(probe);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new(Name, DoctorState.Fail, $"'{home}' cannot be written: {e.Message}", "Give the user that runs assistant the right to it, or choose another folder with --home.");
        }

        if (!HomeFiles.Exist(home))
        {
            return new(Name, DoctorState.Warn, $"'{home}' holds no documents yet.", "Run 'assistant serve' or 'assistant ingest PATH'.");
        }

        return await SchemaAsync(cancellationToken) is not { } schema
            ? new(Name, DoctorState.Fail, $"The home's file 'home.json' in '{home}' is damaged.", "Restore the home from a backup, or choose another folder with --home.")
            : schema > HomeSchema.Current
                ? new(Name, DoctorState.Fail, $"'{home}' was written by a newer version (schema {schema}; this one reads up to {HomeSchema.Current}).", "Update Assistant.")
                : new(Name, DoctorState.Ok, $"'{home}', schema {schema}{Writer()}.");
    }

    /// <summary>Whether there is space for documents.</summary>
    public DoctorCheck Disk()
    {
        const string Name = "disk";
        var folder = home;
        while (!Directory.Exists(folder) && Path.GetDirectoryName(folder) is { } parent)
        {
            folder = parent;
        }

        var free = new DriveInfo(folder).AvailableFreeSpace;
        var message = $"{free / (double)(1 << 30):0.0} GiB are free.";
        return free switch
        {
            < NoSpace => new(Name, DoctorState.Fail, message, "Free some space: documents and vectors can't be stored."),
            < LittleSpace => new(Name, DoctorState.Warn, message, "Free some space before you take more documents in."),
            _ => new(Name, DoctorState.Ok, message),
        };
    }

    /// <summary>Whether the database is whole.</summary>
    public async Task<DoctorCheck> DatabaseAsync(CancellationToken cancellationToken)
    {
        const string Name = "database";
        var path = HomeFiles.Database(home);
        if (!File.Exists(path))
        {
            return new(Name, DoctorState.Ok, "There is no database yet.");
        }

        return await HomeIntegrity.FaultAsync(path, cancellationToken) is { } fault
            ? new(Name, DoctorState.Fail, $"The database is damaged: {fault}", "Stop every 'assistant' process and restore the home from a backup, or choose a new folder with --home and take the documents in again.")
            : new(Name, DoctorState.Ok, $"Whole, {new FileInfo(path).Length / (double)(1 << 20):0.0} MiB.");
    }

    /// <summary>Whether documents wait or have failed.</summary>
    public static async Task<DoctorCheck> DocumentsAsync(IDocumentCatalog catalog, CancellationToken cancellationToken)
    {
        const string Name = "documents";
        var documents = await catalog.ListAsync(collection: null, cancellationToken);
        var failed = documents.Count(document => document.State == DocumentState.Failed);
        var waiting = documents.Count(document => document.State is DocumentState.Queued or DocumentState.Processing);
        var message = $"{documents.Count} documents, {waiting} waiting, {failed} failed.";
        return failed > 0
            ? new(Name, DoctorState.Warn, message, "'assistant documents list --state failed' tells why; 'assistant documents retry' tries them again.")
            : new(Name, DoctorState.Ok, message);
    }

    private string Writer() => WriterLock.AddressIn(home) switch
    {
        { Verb: WriterAddress.Serve } server => $", served by process {server.Pid} at {string.Join(" and ", server.Urls)}",
        { } verb => $", process {verb.Pid} ({verb.Verb}) writes to it",
        null => "",
    };

    private async Task<int?> SchemaAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var file = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(home, HomeFiles.Marker), cancellationToken));
            return file.RootElement.GetProperty("schema").GetInt32();
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or IOException)
        {
            return null;
        }
    }
}

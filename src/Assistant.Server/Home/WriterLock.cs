using System.Text.Json;
using Assistant.Server.Lines;

namespace Assistant.Server.Home;

/// <summary>The right to write to a home: held by one process at a time, and given back by the system when that process dies.</summary>
/// <remarks>An exclusively opened file (flock on Unix, a share mode on Windows), so nothing stale is left after kill -9.</remarks>
internal sealed class WriterLock : IDisposable
{
    private const string LockFile = ".writer.lock";
    private const string AddressFile = "writer.json";

    private readonly FileStream file;
    private readonly string addressPath;

    private WriterLock(FileStream file, string home)
    {
        this.file = file;
        addressPath = Path.Combine(home, AddressFile);
    }

    /// <summary>Takes the lock, or gives null when another process has it.</summary>
    public static WriterLock? TryTake(string home)
    {
        Directory.CreateDirectory(home);
        var path = Path.Combine(home, LockFile);
        try
        {
            return new(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None), home);
        }
        catch (IOException e) when (IsHeldByAnother(e))
        {
            return null;
        }
    }

    /// <summary>Who holds the lock, as it told; null when nobody has told, or the file is being written.</summary>
    public static WriterAddress? AddressIn(string home)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(Path.Combine(home, AddressFile)), WireJson.Shared.WriterAddress);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Tells other processes where this writer takes work. Only the owner of the home can read it.</summary>
    public void Tell(WriterAddress address)
    {
        var draft = addressPath + ".new";
        FileStreamOptions options = new() { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (FileStream stream = new(draft, options))
        {
            JsonSerializer.Serialize(stream, address, WireJson.Shared.WriterAddress);
        }

        File.Move(draft, addressPath, overwrite: true);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            File.Delete(addressPath);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A leftover address does no harm: whoever reads it finds nobody listening and takes the lock.
        }

        // The lock's file stays: deleting it would let two processes hold "the" lock on two different files.
        file.Dispose();
    }

    // EWOULDBLOCK of flock is 11 on Linux and 35 on macOS; ERROR_SHARING_VIOLATION on Windows.
    private static bool IsHeldByAnother(IOException e) =>
        e.HResult is 11 or 35 or unchecked((int)0x80070020);
}

namespace Assistant.Inference.Downloads;

/// <summary>The right to fetch a file: held by one process at a time, and given back by the system when that process dies.</summary>
internal sealed class DownloadLock : IDisposable
{
    private readonly FileStream file;

    private DownloadLock(FileStream file) => this.file = file;

    /// <summary>Takes it.</summary>
    /// <exception cref="ModelDownloadException">Another process has it (<c>already_pulling</c>).</exception>
    public static DownloadLock Take(string path, string what)
    {
        try
        {
            return new(new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException e) when (IsHeldByAnother(e))
        {
            throw new ModelDownloadException("already_pulling", $"Another process is fetching {what} now.", "Wait for it to end; then run the same command again.", e);
        }
    }

    /// <inheritdoc/>
    // The file stays: deleting it would let two processes hold "the" lock on two different files.
    public void Dispose() => file.Dispose();

    // EWOULDBLOCK of flock is 11 on Linux and 35 on macOS; ERROR_SHARING_VIOLATION on Windows.
    private static bool IsHeldByAnother(IOException e) => e.HResult is 11 or 35 or unchecked((int)0x80070020);
}

namespace Assistant.Inference.Downloads;

/// <summary>Tells a full disk from other faults of writing.</summary>
internal static class DiskFaults
{
    // Win32's ERROR_DISK_FULL and ERROR_HANDLE_DISK_FULL as HRESULTs; on Unix ENOSPC (28) and EDQUOT (122 on Linux, 69 on macOS).
    private static readonly int[] Full = [unchecked((int)0x80070070), unchecked((int)0x80070027), 28, 122, 69];

    /// <summary>The fault as a failure that nobody tries again.</summary>
    public static ModelDownloadException Of(IOException e) => Full.Contains(e.HResult)
        ? new("disk_full", "The disk is full.", "What was fetched is kept. Free some space and run the same command again.", e)
        : new("io_error", $"The file can't be written: {e.Message}", "What was fetched is kept. Run the same command again when the folder can be written.", e);

    /// <summary>Refuses what won't fit.</summary>
    /// <param name="needed">The bytes that will be written.</param>
    /// <param name="free">The bytes that are free.</param>
    /// <param name="folder">Where.</param>
    /// <exception cref="ModelDownloadException">It doesn't fit (<c>disk_full</c>).</exception>
    public static void CheckSpace(long needed, long free, string folder)
    {
        // The home's database lives on the same disk and must be able to go on writing.
        const long Spare = 256L << 20;
        if (needed > 0 && needed > free - Spare)
        {
            throw new ModelDownloadException(
                "disk_full",
                $"{needed >> 20:N0} MiB are still to be written and {free >> 20:N0} MiB are free in '{folder}'.",
                $"Free some space ({Spare >> 20} MiB stay free for the database), or set {LocalModelsOptions.Section}:{nameof(LocalModelsOptions.Folder)} to a folder on a larger disk.");
        }
    }
}

using Assistant.Core;
using Microsoft.Data.Sqlite;

namespace Assistant.Storage.Homes;

/// <summary>Turns what the system reports into a failure that a person can act on.</summary>
internal static class StorageFault
{
    // ENOSPC is 28 on Linux and macOS; EDQUOT is 122 and 69; the others are ERROR_DISK_FULL and ERROR_HANDLE_DISK_FULL of Windows.
    private static readonly int[] DiskFullCodes = [28, 122, 69, unchecked((int)0x80070070), unchecked((int)0x80070027)];

    // Primary result codes: https://www.sqlite.org/rescode.html
    private const int Busy = 5, Locked = 6, ReadOnly = 8, InputOutput = 10, Corrupt = 11, Full = 13, CannotOpen = 14, NotADatabase = 26;

    /// <summary>The failure behind an exception, or null when it is none of storage.</summary>
    public static AssistantException? Explain(Exception exception) => exception switch
    {
        AssistantException => null,
        SqliteException sqlite => Explain(sqlite),
        UnauthorizedAccessException => NotWritable(exception),
        IOException io when DiskFullCodes.Contains(io.HResult) => DiskFull(exception),
        IOException => new("home_not_writable", "The home cannot be used as a folder.", "Check --home and the rights of its folder.", exception),
        { InnerException: { } inner } when exception is not OperationCanceledException => Explain(inner),
        _ => null,
    };

    private static AssistantException? Explain(SqliteException exception) => exception.SqliteErrorCode switch
    {
        Full => DiskFull(exception),
        ReadOnly or CannotOpen => NotWritable(exception),
        Corrupt or NotADatabase => new("damaged_home", "The database of the home is damaged.", "Restore the home from a backup, or choose another folder with --home.", exception),
        InputOutput => new("home_unreadable", "The disk of the home reports a fault.", "Check the disk, then run: assistant doctor", exception),
        Busy or Locked => new("home_busy", "Another process has been writing to the home for too long.", "Try again; if it stays so, look for a hanging assistant process.", exception),
        _ => null,
    };

    private static AssistantException DiskFull(Exception cause) =>
        new("disk_full", "The disk of the home is full.", "Free some space; what was saved before is safe.", cause);

    private static AssistantException NotWritable(Exception cause) =>
        new("home_not_writable", "The home cannot be written.", "Check the rights of its folder, or choose another with --home.", cause);
}

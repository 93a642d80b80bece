namespace Assistant.Server.CommandLine;

/// <summary>How a verb tells its end to scripts.</summary>
internal static class ExitCodes
{
    /// <summary>Done; also when nothing was found.</summary>
    public const int Done = 0;

    /// <summary>Some of it failed.</summary>
    public const int Failed = 1;

    /// <summary>Misuse or bad configuration: nothing was done.</summary>
    public const int Misuse = 2;

    /// <summary>Stopped by Ctrl-C or SIGTERM.</summary>
    public const int Cancelled = 130;

    // What the caller could not have known or written otherwise; every other AssistantException is misuse.
    private static readonly HashSet<string> Failures =
        new(StringComparer.Ordinal)
        {
            "disk_full", "damaged_home", "home_unreadable", "home_busy", "writer_ended", "writer_silent", "model_failed", "answer_failed", "io_error", "unexpected",
            "download_failed", "hub_busy", "wrong_hash", "replaced_on_hub", "no_hash", "unsafe_redirect", "already_pulling", "npm_failed",
        };

    /// <summary>The exit code of an error's code.</summary>
    public static int Of(string errorCode) =>
        errorCode == "cancelled" ? Cancelled : Failures.Contains(errorCode) ? Failed : Misuse;
}

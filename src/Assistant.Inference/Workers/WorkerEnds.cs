using System.Globalization;

namespace Assistant.Inference.Workers;

/// <summary>What exit codes mean.</summary>
internal static class WorkerEnds
{
    // A process that a signal ended has 128 and the signal's number as its exit code.
    private const int Aborted = 128 + 6;
    private const int Killed = 128 + 9;
    private const int BadMemory = 128 + 11;

    /// <summary>Why the worker ended, as a sentence.</summary>
    public static string Words(int exitCode) => exitCode switch
    {
        0 => "The model worker ended.",
        Aborted => "The model worker was ended by native code that found something it can't go on with (SIGABRT); a damaged model file does that.",
        Killed => "The model worker was killed (SIGKILL), by somebody or for want of memory.",
        BadMemory => "The model worker crashed in native code (SIGSEGV); a damaged model file does that.",
        _ => string.Create(CultureInfo.InvariantCulture, $"The model worker ended with exit code {exitCode}."),
    };
}

using System.Diagnostics;
using System.Globalization;

namespace Assistant.Inference.Workers;

/// <summary>The memory of a process that the system can't take back.</summary>
internal static class ProcessMemory
{
    // Weights are mapped from their file, and laid out anew in a copy: the pages of the file stay in the working set until somebody needs
    // the room, so that would count a model twice.
    private static readonly string[] Own = ["RssAnon:", "RssShmem:"];

    /// <summary>Whether the system tells memory of that kind from mapped files.</summary>
    public static bool IsExact => OperatingSystem.IsLinux() || OperatingSystem.IsWindows();

    /// <summary>In bytes; where the system doesn't tell it apart, the working set.</summary>
    public static long Of(Process process)
    {
        if (OperatingSystem.IsWindows())
        {
            return process.PrivateMemorySize64;
        }

        if (!OperatingSystem.IsLinux())
        {
            return process.WorkingSet64;
        }

        try
        {
            return File.ReadLines(string.Create(CultureInfo.InvariantCulture, $"/proc/{process.Id}/status"))
                .Where(line => Own.Any(name => line.StartsWith(name, StringComparison.Ordinal)))
                .Sum(line => long.Parse(line.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) << 10);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }
}

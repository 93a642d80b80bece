using System.Globalization;

namespace Assistant.Benchmarks.Engine;

/// <summary>What Linux tells of the machine and of a process; elsewhere nothing.</summary>
internal static class Machine
{
    /// <summary>How many threads wanted a processor in the last minute.</summary>
    public static string Load() => File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "unknown";

    /// <summary>Memory that is the process's own, in MB: mapped files come and go as the system likes.</summary>
    public static double Megabytes(int process) => Status(process, "RssAnon:") * 1_024.0 / 1e6;

    /// <summary>How many threads the process has.</summary>
    public static int Threads(int process) => (int)Status(process, "Threads:");

    /// <summary>How many files, sockets and pipes the process has open.</summary>
    public static int Handles(int process) => Directory.Exists($"/proc/{process}/fd") ? Directory.GetFileSystemEntries($"/proc/{process}/fd").Length : 0;

    private static long Status(int process, string name)
    {
        var path = $"/proc/{process}/status";
        var line = File.Exists(path) ? File.ReadLines(path).FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal)) : null;
        return line is null ? 0 : long.Parse(line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }
}

using System.Globalization;
using Assistant.Inference;
using Assistant.Server.Home;

namespace Assistant.Server.Verbs;

/// <summary>Finds the processes that have a model loaded.</summary>
internal static class ModelUsers
{
    /// <summary>Their names, for people.</summary>
    /// <remarks>Exact on Linux for processes that this user may look at. Elsewhere a server of this home counts when the model is in use.</remarks>
    public static IReadOnlyList<string> Of(ShelvedModel model, string home) =>
        OperatingSystem.IsLinux() ? [.. Mapped(RealPath(model.Path))]
        : model.IsChosen && WriterLock.AddressIn(home) is { Verb: WriterAddress.Serve } server ? [$"The server (process {server.Pid})"]
        : [];

    // Weights are mapped into memory, so the file stands in the process's map of it.
    private static IEnumerable<string> Mapped(string path)
    {
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var process)
                && Read(Path.Combine(folder, "maps")).Contains(" " + path + "\n", StringComparison.Ordinal))
            {
                yield return $"Process {process} ({Read(Path.Combine(folder, "comm")).Trim()})";
            }
        }
    }

    // The map names files as they are found when every link on the way is followed.
    private static string RealPath(string path)
    {
        if (Path.GetDirectoryName(path) is not { } folder)
        {
            return path;
        }

        var here = Path.Combine(RealPath(folder), Path.GetFileName(path));
        try
        {
            return File.ResolveLinkTarget(here, returnFinalTarget: true) is { } target ? RealPath(target.FullName) : here;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return here;
        }
    }

    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}

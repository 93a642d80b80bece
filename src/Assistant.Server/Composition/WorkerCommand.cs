using Assistant.Inference.Workers;

namespace Assistant.Server.Composition;

/// <summary>How this program starts itself as the worker of its local models.</summary>
internal static class WorkerCommand
{
    private const string Name = "assistant";

    /// <summary>Sets the command, unless the settings have one.</summary>
    public static void Set(WorkerOptions options, bool verbose)
    {
        if (options.Command.Count > 0)
        {
            return;
        }

        IReadOnlyList<string> flags = verbose ? ["--verbose"] : [];
        foreach (var word in (IEnumerable<string>)[.. Program(), "models", "serve", "--worker", .. flags])
        {
            options.Command.Add(word);
        }
    }

    // Under dotnet run and dotnet test the process may be dotnet or a test's own program: then ours lies beside the assembly.
    private static IReadOnlyList<string> Program()
    {
        var process = Environment.ProcessPath ?? "";
        if (Path.GetFileNameWithoutExtension(process) == Name)
        {
            return [process];
        }

        var beside = Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? Name + ".exe" : Name);
        return File.Exists(beside)
            ? [beside]
            : [Path.GetFileNameWithoutExtension(process) == "dotnet" ? process : "dotnet", Path.Combine(AppContext.BaseDirectory, Name + ".dll")];
    }
}

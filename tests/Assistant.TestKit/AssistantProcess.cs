using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace Assistant.TestKit;

/// <summary>The built executable as a process of its own, as people and scripts start it.</summary>
public sealed class AssistantProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process process;
    private readonly Task<string> output;
    private readonly Task<string> error;
    private readonly List<string> errorLines = [];
    private readonly TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource spoke = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private AssistantProcess(Process process)
    {
        this.process = process;
        output = ReadOutputAsync();
        error = ReadErrorAsync();
    }

    /// <summary>The executable of this build.</summary>
    public static string Executable
    {
        get
        {
            var configuration = Path.GetFileName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
            return Repository.PathOf("artifacts", "bin", "Assistant.Server", configuration, OperatingSystem.IsWindows() ? "assistant.exe" : "assistant");
        }
    }

    public int Id => process.Id;

    /// <summary>Starts it.</summary>
    /// <param name="folder">The caller's working directory.</param>
    /// <param name="arguments">The command line.</param>
    public static AssistantProcess Start(string folder, params string[] arguments)
    {
        ProcessStartInfo start = new(Executable)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment.Remove("ASSISTANT_HOME");
        return new(Process.Start(start)!);
    }

    /// <summary>Runs it to its end.</summary>
    public static async Task<(int Exit, string Out, string Error)> RunAsync(string folder, params string[] arguments)
    {
        await using var running = Start(folder, arguments);
        return await running.EndAsync();
    }

    /// <summary>Runs it with <c>--json</c> to its end.</summary>
    public static async Task<(int Exit, JsonElement[] Lines)> RunJsonAsync(string folder, params string[] arguments)
    {
        var (exit, text, error) = await RunAsync(folder, [.. arguments, "--json"]);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
        return (exit, [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line))]);
    }

    /// <summary>Waits for its end.</summary>
    /// <param name="atMost">How long; null for a minute.</param>
    public async Task<(int Exit, string Out, string Error)> EndAsync(TimeSpan? atMost = null)
    {
        using CancellationTokenSource patience = new(atMost ?? Patience);
        await process.WaitForExitAsync(patience.Token);
        return (process.ExitCode, await output, await error);
    }

    /// <summary>Waits until the server says where it is.</summary>
    public async Task<string> UrlAsync()
    {
        await Task.WhenAny(ready.Task, error).WaitAsync(Patience);
        lock (errorLines)
        {
            var line = errorLines.FirstOrDefault(line => line.Contains("is ready at", StringComparison.Ordinal));
            Assert.True(line is not null, "The server did not start: " + string.Join('\n', errorLines));
            return line.Split(' ').First(word => word.StartsWith("http://", StringComparison.Ordinal));
        }
    }

    /// <summary>Waits until it has written its first line of output: it is at work.</summary>
    public async Task SpokeAsync()
    {
        await Task.WhenAny(spoke.Task, output).WaitAsync(Patience);
        Assert.True(spoke.Task.IsCompleted, "It ended without a line of output.");
    }

    /// <summary>Sends a signal, such as INT or KILL.</summary>
    public async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", ["-" + signal, process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.Kill();
            await process.WaitForExitAsync();
        }

        process.Dispose();
    }

    private async Task<string> ReadOutputAsync()
    {
        StringBuilder text = new();
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            text.Append(line).Append('\n');
            spoke.TrySetResult();
        }

        return text.ToString();
    }

    private async Task<string> ReadErrorAsync()
    {
        while (await process.StandardError.ReadLineAsync() is { } line)
        {
            lock (errorLines)
            {
                errorLines.Add(line);
            }

            if (line.Contains("is ready at", StringComparison.Ordinal))
            {
                ready.TrySetResult();
            }
        }

        lock (errorLines)
        {
            return string.Join('\n', errorLines);
        }
    }
}

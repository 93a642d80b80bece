using System.Diagnostics;
using Assistant.Inference.Downloads;

namespace Assistant.Inference.Runtimes;

/// <summary>Lets npm fetch a package's archive, so that registry, proxy and sign-in are those that the person has set for it.</summary>
internal static class NpmProgram
{
    /// <summary>Fetches the archive into a folder.</summary>
    /// <returns>The archive.</returns>
    /// <exception cref="ModelDownloadException">npm is not here or can't fetch it (<c>npm_failed</c>).</exception>
    public static async Task<string> FetchAsync(RuntimePackage package, string folder, CancellationToken cancellationToken)
    {
        ProcessStartInfo start = new("npm");
        foreach (var argument in (string[])["pack", $"{package.Name}@{package.Version}", "--pack-destination", folder, "--ignore-scripts", "--fetch-retries=3"])
        {
            start.ArgumentList.Add(argument);
        }

        (start.WorkingDirectory, start.RedirectStandardOutput, start.RedirectStandardError, start.RedirectStandardInput) = (folder, true, true, true);
        start.Environment["npm_config_update_notifier"] = "false";
        using var npm = Start(start);
        npm.StandardInput.Close();
        var output = npm.StandardOutput.ReadToEndAsync(cancellationToken);
        var errors = npm.StandardError.ReadToEndAsync(cancellationToken);
        try
        {
            await npm.WaitForExitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            npm.Kill(entireProcessTree: true);
            throw;
        }

        _ = await output;
        var words = string.Join(' ', (await errors).Split('\n').Where(line => line.StartsWith("npm error", StringComparison.Ordinal)).Take(4).Select(line => line["npm error".Length..].Trim()));
        return npm.ExitCode == 0 && Directory.EnumerateFiles(folder, "*.tgz").FirstOrDefault() is { } archive
            ? archive
            : throw new ModelDownloadException(
                "npm_failed", $"npm can't fetch {package.Name}@{package.Version}{(words.Length > 0 ? ": " + words : $" (it ended with {npm.ExitCode})")}",
                "Check npm's registry and proxy ('npm config get registry'), or give an archive that you fetched elsewhere with --from.");
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new ModelDownloadException(
                "npm_failed", "npm is not here.",
                $"Install Node.js 20 or later, or set {ModelDownloadOptions.Section}:{nameof(ModelDownloadOptions.NpmRegistry)} to the address of an npm registry, or give an archive that you fetched elsewhere with --from.", e);
        }
    }
}

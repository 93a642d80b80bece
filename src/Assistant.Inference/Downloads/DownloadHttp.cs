using System.Net;

namespace Assistant.Inference.Downloads;

/// <summary>Makes the HTTP client for downloads.</summary>
internal static class DownloadHttp
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(20);

    /// <summary>Makes one that decides nothing by itself: it follows no redirect, unpacks nothing and keeps no cookies.</summary>
    /// <param name="server">Whom it is for. A server on this machine is never asked through the proxy of the environment.</param>
    public static HttpClient For(Uri server) => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        UseCookies = false,
        UseProxy = !server.IsLoopback,
        ConnectTimeout = ConnectTimeout,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    })
    {
        // Files take hours on a slow line; silence is limited instead, for each read.
        Timeout = Timeout.InfiniteTimeSpan,
    };
}

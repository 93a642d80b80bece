using System.Net;
using Assistant.Server.Lines;
using Microsoft.Extensions.Primitives;

namespace Assistant.Server.Serving;

/// <summary>Lets only our own page, and programs that are no web pages, use the server.</summary>
/// <remarks>
/// Listening on loopback keeps other machines out, not other web pages in the browser of this one. A page that rebinds its own
/// name to 127.0.0.1 is told by its Host header; a page that posts across sites by its Origin or by Sec-Fetch-Site.
/// </remarks>
internal sealed class RequestGuard(RequestDelegate next, ILogger<RequestGuard> logger)
{
    /// <summary>Refuses or passes on.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        if (!IsOurHost(request.Host, context.Connection.LocalPort))
        {
            return RefuseAsync(context, "foreign_host", "This server answers only to the loopback address and its own port.");
        }

        if (request.Headers.Origin is { Count: > 0 } origin && !IsOurOrigin(origin, request.Host))
        {
            return RefuseAsync(context, "foreign_origin", "Other web pages may not use this server.");
        }

        return IsOtherSite(request)
            ? RefuseAsync(context, "foreign_site", "Other web pages may not use this server.")
            : next(context);
    }

    /// <summary>Whether a Host header names this server: a loopback name with the port that the request came to.</summary>
    internal static bool IsOurHost(HostString host, int port)
    {
        const int HttpPort = 80;
        if (!host.HasValue || (host.Port ?? HttpPort) != port)
        {
            return false;
        }

        return string.Equals(host.Host, "localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(host.Host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
    }

    private static bool IsOurOrigin(StringValues origin, HostString host) =>
        origin is [{ } only] && string.Equals(only, "http://" + host.Value, StringComparison.OrdinalIgnoreCase);

    // A link on another page that leads to ours is fine: it navigates, and shows that page nothing. Another port of localhost
    // counts as the same site for browsers, not for us.
    private static bool IsOtherSite(HttpRequest request)
    {
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        if (site is "" or "same-origin" or "none")
        {
            return false;
        }

        var navigates = request.Headers["Sec-Fetch-Mode"].ToString() == "navigate";
        return !(navigates && HttpMethods.IsGet(request.Method) && !request.Path.StartsWithSegments("/api"));
    }

    private Task RefuseAsync(HttpContext context, string code, string message)
    {
        Log.RequestRefused(logger, code);
        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        ErrorReport report = new(new(code, message, "Open the address that 'assistant serve' prints."));
        return context.Response.WriteAsJsonAsync(report, WireJson.Shared.ErrorReport, cancellationToken: context.RequestAborted);
    }
}

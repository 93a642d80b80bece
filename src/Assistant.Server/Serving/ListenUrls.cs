using System.Net;
using Assistant.Core;
using Assistant.Server.CommandLine;

namespace Assistant.Server.Serving;

/// <summary>Where the server listens: loopback addresses only, as long as there is no sign-in.</summary>
internal static class ListenUrls
{
    /// <summary>The default.</summary>
    public const string Default = "http://127.0.0.1:5080";

    /// <summary>Where the settings say that the server listens.</summary>
    /// <param name="context">The settings.</param>
    /// <param name="typed">What the caller gave instead, or null.</param>
    public static IReadOnlyList<IPEndPoint> Of(VerbContext context, string? typed = null)
    {
        var wanted = typed ?? context.Configuration["Assistant:Urls"];
        return Parse(string.IsNullOrWhiteSpace(wanted) ? Default : wanted);
    }

    /// <summary>Reads addresses as typed.</summary>
    /// <param name="urls">One or more, separated by semicolons.</param>
    /// <returns>The end points, without doubles; <c>localhost</c> is both loopback addresses.</returns>
    /// <exception cref="AssistantException">
    /// One of them is no address (<c>bad_url</c>), or can be reached from other machines (<c>not_loopback</c>).
    /// </exception>
    public static IReadOnlyList<IPEndPoint> Parse(string urls) => Parse(urls, RefuseOthers);

    /// <summary>Reads addresses as typed.</summary>
    /// <param name="urls">One or more, separated by semicolons.</param>
    /// <param name="others">Makes the exception for an address that other machines reach; gives null where those may be taken.</param>
    /// <exception cref="AssistantException">One of them is no address (<c>bad_url</c>), or is refused.</exception>
    public static IReadOnlyList<IPEndPoint> Parse(string urls, Func<string, AssistantException?> others)
    {
        List<IPEndPoint> points = [];
        foreach (var url in urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            points.AddRange(ParseOne(url, others).Where(point => !points.Contains(point)));
        }

        return points.Count > 0 ? points : throw Bad(urls);
    }

    /// <summary>The address of an end point as people type it.</summary>
    public static string Of(IPEndPoint point) => $"http://{point}";

    private static IEnumerable<IPEndPoint> ParseOne(string url, Func<string, AssistantException?> others)
    {
        // Kestrel's own words for "every address" are no hosts to Uri.
        var readable = url.Replace("://+", "://0.0.0.0", StringComparison.Ordinal).Replace("://*", "://0.0.0.0", StringComparison.Ordinal);
        if (!Uri.TryCreate(readable, UriKind.Absolute, out var uri) || uri.AbsolutePath != "/" || uri.Scheme is not ("http" or "https"))
        {
            throw Bad(url);
        }

        if (uri.Scheme == "https")
        {
            throw new AssistantException(
                "bad_url", $"'{url}': the server speaks plain HTTP on the loopback address.", $"Give an address such as {Default}.");
        }

        if (string.Equals(uri.IdnHost, "localhost", StringComparison.OrdinalIgnoreCase))
        {
            // A port that the system picks cannot be the same for both.
            return uri.Port == 0
                ? [new(IPAddress.Loopback, 0)]
                : [new(IPAddress.Loopback, uri.Port), new(IPAddress.IPv6Loopback, uri.Port)];
        }

        var isAddress = IPAddress.TryParse(uri.IdnHost.Trim('[', ']'), out var address);
        if ((!isAddress || !IPAddress.IsLoopback(address!)) && others(url) is { } refusal)
        {
            throw refusal;
        }

        return isAddress ? [new(address!, uri.Port)] : throw Bad(url);
    }

    private static AssistantException RefuseOthers(string url) => new(
        "not_loopback",
        $"'{url}' can be reached from other machines, and there is no sign-in yet: everybody there could read every document that 'everyone' may read.",
        $"Listen on this machine only, such as {Default}; people elsewhere can come through a proxy of yours that asks them who they are.");

    private static AssistantException Bad(string url) =>
        new("bad_url", $"'{url}' is no address to listen on.", $"Give an address such as {Default}.");
}

namespace Assistant.Inference.Downloads;

/// <summary>Decides which redirects of a server are followed.</summary>
internal static class SafeRedirects
{
    /// <summary>How many are followed in a row.</summary>
    public const int Most = 8;

    /// <summary>Where a response leads, or null where it leads nowhere.</summary>
    /// <param name="response">The response.</param>
    /// <param name="address">What was asked.</param>
    /// <param name="start">The server that the settings name; only one that is plain HTTP itself may lead to plain HTTP.</param>
    /// <param name="allowHttp">Whether plain HTTP to another machine is meant.</param>
    /// <exception cref="ModelDownloadException">It leads to what is not safe (<c>unsafe_redirect</c>).</exception>
    public static Uri? Of(HttpResponseMessage response, Uri address, Uri start, bool allowHttp)
    {
        if ((int)response.StatusCode is not (301 or 302 or 303 or 307 or 308) || response.Headers.Location is not { } location)
        {
            return null;
        }

        if (!Uri.TryCreate(address, location, out var next))
        {
            throw Unsafe($"{address.Host} leads to '{location.OriginalString}', which is no address.", "Use another mirror.");
        }

        return IsAllowed(next, start, allowHttp) ? next : throw Unsafe(
            $"{address.Host} leads to an address that is not HTTPS on '{next.Host}'.",
            start.Scheme == "http" ? "Use another mirror, or set Assistant:Models:Downloads:AllowHttp if this one is meant to be plain HTTP." : "Use another mirror.");
    }

    /// <summary>Whether an address that a server named may be contacted.</summary>
    public static bool IsAllowed(Uri next, Uri start, bool allowHttp) =>
        next.Scheme == "https" || (next.Scheme == "http" && start.Scheme == "http" && (allowHttp || (start.IsLoopback && next.IsLoopback)));

    private static ModelDownloadException Unsafe(string message, string hint) => new("unsafe_redirect", message, "Nothing was fetched from there. " + hint);
}

using System.Globalization;
using System.Text.RegularExpressions;

namespace Assistant.Inference.Downloads;

/// <summary>Reads the headers in which a hub describes a file.</summary>
internal static partial class HubHeaders
{
    /// <summary>The first value of a header, or null.</summary>
    public static string? First(HttpResponseMessage response, string name) =>
        response.Headers.NonValidated.TryGetValues(name, out var values) || response.Content.Headers.NonValidated.TryGetValues(name, out values)
            ? values.FirstOrDefault()
            : null;

    /// <summary>What a response says of the file, over what earlier hops said.</summary>
    public static HubFileState StateOf(HttpResponseMessage response, HubFileState earlier)
    {
        var hash = Hash(First(response, "X-Linked-Etag")) ?? (response.IsSuccessStatusCode ? Hash(First(response, "ETag")) : null);
        long? length = Number(First(response, "X-Linked-Size")) ?? (response.IsSuccessStatusCode ? response.Content.Headers.ContentLength : null);
        return new(First(response, "X-Repo-Commit") ?? earlier.Commit, hash ?? earlier.Sha256, length ?? earlier.Bytes);
    }

    /// <summary>How long a server asks to wait: <c>Retry-After</c>, else the seconds <c>t</c> of <c>RateLimit</c>.</summary>
    public static TimeSpan? WaitOf(HttpResponseMessage response, DateTimeOffset now)
    {
        if (response.Headers.RetryAfter is { } after)
        {
            return after.Delta ?? (after.Date is { } date && date > now ? date - now : TimeSpan.Zero);
        }

        return First(response, "RateLimit") is { } limit && Seconds().Match(limit) is { Success: true } match
            ? TimeSpan.FromSeconds(int.Parse(match.Groups["seconds"].ValueSpan, CultureInfo.InvariantCulture))
            : null;
    }

    // Files that are not kept as large files have a git SHA-1 there, which is no hash of their bytes.
    private static string? Hash(string? tag) => tag is not null && Sha256().Match(tag) is { Success: true } match ? match.Groups["hash"].Value.ToLowerInvariant() : null;

    private static long? Number(string? text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    [GeneratedRegex(@"^(W/)?""?(?<hash>[0-9A-Fa-f]{64})""?$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Sha256();

    [GeneratedRegex(@"[;,\s]t=(?<seconds>[0-9]{1,6})\b", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Seconds();
}

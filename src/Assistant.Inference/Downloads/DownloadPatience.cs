namespace Assistant.Inference.Downloads;

/// <summary>Decides whether and when a download that broke off is tried again.</summary>
/// <param name="retries">How often in a row without anything new.</param>
/// <param name="first">The first wait; each further one is twice as long.</param>
internal sealed class DownloadPatience(int retries, TimeSpan first)
{
    // A server that hands out a few bytes at a time must not keep us for ever.
    private const int MostFailures = 1000;
    private const long WorthwhileBytes = 1 << 16;

    private static readonly TimeSpan LongestBackOff = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestAsked = TimeSpan.FromMinutes(15);

    private int inARow;
    private int failures;

    /// <summary>How long to wait after a failure.</summary>
    /// <param name="failure">What went wrong.</param>
    /// <param name="brought">How many bytes the attempt brought.</param>
    /// <exception cref="ModelDownloadException">It isn't worth another try (<c>download_failed</c>, <c>hub_busy</c>).</exception>
    public TimeSpan After(Exception failure, long brought)
    {
        inARow = brought >= WorthwhileBytes ? 1 : inARow + 1;
        failures++;
        var asked = (failure as HubBusyException)?.Wait;
        if (asked > LongestAsked)
        {
            throw new ModelDownloadException("hub_busy", $"The server asks to come again in {asked.Value.TotalMinutes:0} minutes.", "What was fetched is kept. Run the same command again then.", failure);
        }

        if (inARow > retries || failures > MostFailures)
        {
            throw new ModelDownloadException(
                "download_failed", $"The download failed {failures} times, at last because {Why(failure)}.", "What was fetched is kept. Check the network and the proxy (HTTPS_PROXY), and run the same command again.", failure);
        }

        var backOff = first * Math.Pow(2, Math.Min(inARow - 1, 16));
        return asked ?? (backOff < LongestBackOff ? backOff : LongestBackOff);
    }

    /// <summary>What went wrong, as a clause.</summary>
    public static string Why(Exception failure) => failure is HubBusyException ? failure.Message : $"the connection broke off ({Innermost(failure).Message.TrimEnd('.')})";

    private static Exception Innermost(Exception failure) => failure.InnerException is { } inner ? Innermost(inner) : failure;
}

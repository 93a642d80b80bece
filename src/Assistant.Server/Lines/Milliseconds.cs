namespace Assistant.Server.Lines;

/// <summary>Times as scripts read them.</summary>
internal static class Milliseconds
{
    /// <summary>Milliseconds with one digit after the point.</summary>
    public static double Of(TimeSpan time) => Math.Round(time.TotalMilliseconds, 1);
}

namespace Assistant.Server.Lines;

/// <summary>Sizes for people.</summary>
internal static class Sizes
{
    /// <summary>In MiB, or in GiB from one GiB on.</summary>
    public static string Of(long bytes) => bytes < 1L << 30 ? $"{bytes / (double)(1 << 20):N0} MiB" : $"{bytes / (double)(1 << 30):N1} GiB";
}

using Microsoft.Extensions.Logging;

namespace Assistant.Retrieval;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "The index is open: {Documents} documents, {Passages} passages, {Vectors} vectors in {ElapsedMs:F0} ms")]
    public static partial void IndexOpened(this ILogger logger, int documents, int passages, int vectors, double elapsedMs);

    [LoggerMessage(2, LogLevel.Warning, "The embedder failed; searches go by words alone for {Pause}")]
    public static partial void EmbedderFailed(this ILogger logger, TimeSpan pause, Exception exception);

    [LoggerMessage(3, LogLevel.Information, "{Vectors} vectors by {Embedder} in {Seconds:F1} s ({PerSecond:F1}/s)")]
    public static partial void VectorsBrought(this ILogger logger, int vectors, string embedder, double seconds, double perSecond);

    [LoggerMessage(4, LogLevel.Information, "{Vectors} vectors by {Embedder} so far ({PerSecond:F1}/s), more to come")]
    public static partial void VectorsComing(this ILogger logger, int vectors, string embedder, double perSecond);
}

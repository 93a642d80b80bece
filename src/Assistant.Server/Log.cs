namespace Assistant.Server;

/// <summary>What the server room logs.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Work handed over by another process: {Verb}.")]
    public static partial void WorkTaken(ILogger logger, string verb);

    [LoggerMessage(2, LogLevel.Debug, "The process that handed work over went away; its work is cancelled.")]
    public static partial void CallerGone(ILogger logger);

    [LoggerMessage(3, LogLevel.Error, "Work failed.")]
    public static partial void WorkFailed(ILogger logger, Exception exception);

    [LoggerMessage(4, LogLevel.Warning, "A connection to the writer's socket failed.")]
    public static partial void ConnectionFailed(ILogger logger, Exception exception);

    [LoggerMessage(5, LogLevel.Error, "Background work broke off: {Work}. It is tried again in {Pause}.")]
    public static partial void BackgroundStopped(ILogger logger, string work, TimeSpan pause, Exception exception);

    [LoggerMessage(6, LogLevel.Information, "Taking in the sample handbook as collection '{Collection}'.")]
    public static partial void SamplesStarted(ILogger logger, string collection);

    [LoggerMessage(7, LogLevel.Information, "The sample handbook is in: {Ready} documents, {Failed} failed.")]
    public static partial void SamplesDone(ILogger logger, int ready, int failed);

    [LoggerMessage(8, LogLevel.Warning, "Refused a request: {Reason}")]
    public static partial void RequestRefused(ILogger logger, string reason);

    [LoggerMessage(9, LogLevel.Information, "The home is open: {Documents} documents in the index after {Milliseconds} ms.")]
    public static partial void HomeOpen(ILogger logger, int documents, long milliseconds);

    [LoggerMessage(10, LogLevel.Error, "The sample handbook could not be taken in; the next start tries again.")]
    public static partial void SamplesFailed(ILogger logger, Exception exception);
}

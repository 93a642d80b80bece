using Microsoft.Extensions.Logging;

namespace Assistant.Channels;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Error, "The request to {Method} {Route} failed.")]
    public static partial void RequestFailed(this ILogger logger, string method, string? route, Exception exception);

    [LoggerMessage(2, LogLevel.Error, "An answer broke off.")]
    public static partial void AnswerFailed(this ILogger logger, Exception exception);

    [LoggerMessage(3, LogLevel.Error, "An answer ended without telling how.")]
    public static partial void AnswerWithoutEnding(this ILogger logger);

    [LoggerMessage(4, LogLevel.Debug, "The asker left before the answer was whole.")]
    public static partial void AskerLeft(this ILogger logger);

    [LoggerMessage(5, LogLevel.Error, "An upload failed.")]
    public static partial void UploadFailed(this ILogger logger, Exception exception);
}

using Microsoft.Extensions.Logging;

namespace Assistant.Storage;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Made a new home in {Home}")]
    public static partial void HomeMade(ILogger logger, string home);

    [LoggerMessage(2, LogLevel.Information, "Brought the tables of room storage to step {Step}")]
    public static partial void SchemaStepApplied(ILogger logger, int step);

    [LoggerMessage(3, LogLevel.Information, "Removed {Count} unfinished files that an earlier process left")]
    public static partial void LeftoversSwept(ILogger logger, int count);

    [LoggerMessage(4, LogLevel.Warning, "An unfinished file could not be removed")]
    public static partial void LeftoverStays(ILogger logger, Exception exception);
}

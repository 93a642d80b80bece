using Assistant.Core;
using Microsoft.Extensions.Logging;

namespace Assistant.Orchestration;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Answered: {Ending} by {Model}, {Dropped} sentences taken out, {ElapsedMs:F0} ms")]
    public static partial void Answered(this ILogger logger, AnswerEnding ending, string model, int dropped, double elapsedMs);

    [LoggerMessage(2, LogLevel.Error, "An answer broke off")]
    public static partial void AnswerFailed(this ILogger logger, Exception exception);

    [LoggerMessage(3, LogLevel.Error, "A turn of a conversation could not be kept")]
    public static partial void TurnNotKept(this ILogger logger, Exception exception);

    [LoggerMessage(4, LogLevel.Debug, "Evidence for the question: comparable {Comparable:F3}, coverage {Coverage:F3}, agreement {Agreement:F3}")]
    public static partial void Evidence(this ILogger logger, double comparable, double coverage, double? agreement);

    [LoggerMessage(5, LogLevel.Debug, "The model stopped saying anything new and was ended")]
    public static partial void ModelRepeats(this ILogger logger);

    [LoggerMessage(6, LogLevel.Warning, "No passage fits into the context of {Model} ({ContextTokens} tokens); quoted sentences answer instead")]
    public static partial void NoSourceFits(this ILogger logger, string model, int contextTokens);

    [LoggerMessage(7, LogLevel.Trace, "Taken out: {Sentence}")]
    public static partial void SentenceDropped(this ILogger logger, string sentence);
}

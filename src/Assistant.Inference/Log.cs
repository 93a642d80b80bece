using Microsoft.Extensions.Logging;

namespace Assistant.Inference;

/// <summary>What this room logs.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Debug, "llama.cpp: {Line}")]
    public static partial void NativeLine(this ILogger logger, string line);

    [LoggerMessage(2, LogLevel.Critical, "llama.cpp aborts the process: {Message}")]
    public static partial void NativeAbort(this ILogger logger, string message);

    [LoggerMessage(3, LogLevel.Information, "Loaded llama.cpp {Version} from {Folder} in {Milliseconds} ms")]
    public static partial void RuntimeLoaded(this ILogger logger, string version, string folder, double milliseconds);

    [LoggerMessage(4, LogLevel.Information, "Loaded the model {Model} in {Milliseconds} ms")]
    public static partial void ModelLoaded(this ILogger logger, string model, double milliseconds);

    [LoggerMessage(5, LogLevel.Debug, "{Model}: {PromptTokens} prompt tokens, {CachedTokens} of them cached, {OutputTokens} written, ended by {Finish} after {Milliseconds} ms")]
    public static partial void Generated(this ILogger logger, string model, int promptTokens, int cachedTokens, int outputTokens, string finish, double milliseconds);

    [LoggerMessage(6, LogLevel.Debug, "{Model}: embedded {Texts} texts, {Tokens} tokens, {Truncated} cut short, in {Milliseconds} ms")]
    public static partial void Embedded(this ILogger logger, string model, int texts, int tokens, int truncated, double milliseconds);

    [LoggerMessage(190, LogLevel.Debug, "{Model}: scored {Texts} texts, {Tokens} tokens, {Truncated} cut short, in {Milliseconds} ms")]
    public static partial void Reranked(this ILogger logger, string model, int texts, int tokens, int truncated, double milliseconds);
}

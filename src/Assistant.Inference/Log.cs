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

    [LoggerMessage(100, LogLevel.Information, "{Model}: room for {Cells} tokens ({Megabytes} MiB) of up to {Parallel} requests at a time, {Threads} threads")]
    public static partial void EngineStarted(this ILogger logger, string model, int cells, long megabytes, int parallel, int threads);

    [LoggerMessage(101, LogLevel.Information, "{Model}: nothing was asked for a while, so the memory of what was read is given back")]
    public static partial void EngineReleased(this ILogger logger, string model);

    [LoggerMessage(102, LogLevel.Warning, "{Model}: a request is refused, {Waiting} are waiting")]
    public static partial void EngineBusy(this ILogger logger, string model, int waiting);

    [LoggerMessage(103, LogLevel.Error, "{Model}: a step failed; the requests that it carried end with this error, and what was read is forgotten")]
    public static partial void StepFailed(this ILogger logger, string model, Exception exception);

    [LoggerMessage(104, LogLevel.Debug, "{Model}: a request gives its place back for want of memory and is read again later")]
    public static partial void Postponed(this ILogger logger, string model);

    [LoggerMessage(105, LogLevel.Information, "{Model}: the system prompt of {Tokens} tokens was taken from {Path}")]
    public static partial void PrefixRead(this ILogger logger, string model, int tokens, string path);

    [LoggerMessage(106, LogLevel.Warning, "{Model}: {Path} is not used, because {Why}; the system prompt is read again")]
    public static partial void PrefixRefused(this ILogger logger, string model, string path, string why);

    [LoggerMessage(107, LogLevel.Information, "{Model}: the system prompt of {Tokens} tokens was written to {Path}")]
    public static partial void PrefixWritten(this ILogger logger, string model, int tokens, string path);

    [LoggerMessage(108, LogLevel.Error, "{Model}: whoever reads an answer failed when it was told the end")]
    public static partial void ReaderFailed(this ILogger logger, string model, Exception exception);

    [LoggerMessage(140, LogLevel.Warning, "A request failed")]
    public static partial void RequestFailed(this ILogger logger, Exception exception);

    [LoggerMessage(141, LogLevel.Warning, "An answer broke off in mid-stream")]
    public static partial void AnswerBroken(this ILogger logger, Exception exception);

    [LoggerMessage(142, LogLevel.Information, "The model worker runs as process {Id} after {Milliseconds} ms")]
    public static partial void WorkerStarted(this ILogger logger, int id, double milliseconds);

    [LoggerMessage(143, LogLevel.Error, "The model worker, process {Id}, is gone after {Seconds} s. {Fault}")]
    public static partial void WorkerDied(this ILogger logger, int id, string fault, double seconds);

    [LoggerMessage(144, LogLevel.Information, "The model worker, process {Id}, had nothing to do for {Minutes} minutes and is ended")]
    public static partial void WorkerRests(this ILogger logger, int id, double minutes);

    [LoggerMessage(EventId = 145, Message = "Worker: {Line}")]
    public static partial void WorkerLine(this ILogger logger, LogLevel level, string line);

    [LoggerMessage(146, LogLevel.Warning, "The model server at {Host} did not take a request ({Reason}); it is sent again in {Seconds} s")]
    public static partial void RemoteRetry(this ILogger logger, string host, string reason, double seconds);

    [LoggerMessage(147, LogLevel.Warning, "A look at the model worker, process {Id}, failed; the next one follows")]
    public static partial void WorkerLookFailed(this ILogger logger, int id, Exception exception);

    [LoggerMessage(148, LogLevel.Debug, "A request was refused")]
    public static partial void RequestRefused(this ILogger logger, Exception exception);

    [LoggerMessage(170, LogLevel.Information, "Fetched {File}: {Bytes} bytes, SHA-256 {Sha256}")]
    public static partial void ModelFetched(this ILogger logger, string file, long bytes, string sha256);

    [LoggerMessage(171, LogLevel.Debug, "The download of {File} was interrupted because {Reason}; it goes on in {Seconds} s")]
    public static partial void DownloadInterrupted(this ILogger logger, string file, string reason, double seconds);

    [LoggerMessage(172, LogLevel.Warning, "The backend is {Backend}: {Reason}")]
    public static partial void BackendPassedOver(this ILogger logger, string backend, string reason);

    [LoggerMessage(173, LogLevel.Information, "Installed the {Backend} libraries {Version} in {Folder}")]
    public static partial void RuntimeInstalled(this ILogger logger, string backend, string version, string folder);

    [LoggerMessage(190, LogLevel.Debug, "{Model}: scored {Texts} texts, {Tokens} tokens, {Truncated} cut short, in {Milliseconds} ms")]
    public static partial void Reranked(this ILogger logger, string model, int texts, int tokens, int truncated, double milliseconds);
}

using Microsoft.Extensions.Logging;

namespace Assistant.Ingestion;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Debug, "Document {DocumentId} is ready: {Passages} passages in {ElapsedMs} ms")]
    public static partial void DocumentReady(ILogger logger, string documentId, int passages, long elapsedMs);

    [LoggerMessage(2, LogLevel.Information, "Document {DocumentId} failed at step {Step}: {Code}")]
    public static partial void DocumentFailed(ILogger logger, string documentId, string step, string code);

    [LoggerMessage(3, LogLevel.Error, "Document {DocumentId} failed at step {Step} for a reason nobody foresaw")]
    public static partial void DocumentBroke(ILogger logger, Exception exception, string documentId, string step);

    [LoggerMessage(4, LogLevel.Error, "The state of document {DocumentId} could not be saved; the next start mends it")]
    public static partial void StateNotSaved(ILogger logger, Exception exception, string documentId);

    [LoggerMessage(5, LogLevel.Warning, "A staged version of document {DocumentId} could not be discarded; the next start sweeps it")]
    public static partial void NotDiscarded(ILogger logger, Exception exception, string documentId);

    [LoggerMessage(6, LogLevel.Information, "Mended {Records} records from the index, queued {Queued} again, removed {Originals} originals without a record")]
    public static partial void Recovered(ILogger logger, int records, int queued, int originals);

    [LoggerMessage(7, LogLevel.Warning, "Removed document {DocumentId} from the index: no record of it is left, so nobody could list or delete it")]
    public static partial void UnknownRemoved(ILogger logger, string documentId);

    [LoggerMessage(8, LogLevel.Error, "A file could not be taken in")]
    public static partial void IntakeBroke(ILogger logger, Exception exception);

    [LoggerMessage(9, LogLevel.Warning, "A folder could not be listed; nothing of it is deleted")]
    public static partial void FolderNotListed(ILogger logger, Exception exception);

    [LoggerMessage(10, LogLevel.Warning, "An original could not be removed; the next start removes it")]
    public static partial void OriginalStays(ILogger logger, Exception exception);
}

namespace Assistant.Inference.Workers;

/// <summary>The memory limit of one worker. It is found out when there is something to compare, and again before it ends the worker: models may have come meanwhile.</summary>
/// <param name="find">Finds the limit in bytes, or null for none. Model headers are read for it, so a program that lives for a second does without.</param>
internal sealed class MemoryLimit(Func<long?> find)
{
    private long? limit;

    /// <summary>The limit, where so many bytes are past it; else null.</summary>
    public long? PassedBy(long taken)
    {
        limit ??= find();
        return taken > limit && taken > (limit = find()) ? limit : null;
    }
}

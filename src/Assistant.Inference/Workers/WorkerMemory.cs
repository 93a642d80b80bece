using Assistant.Inference.Engine;
using Assistant.Inference.Gguf;

namespace Assistant.Inference.Workers;

/// <summary>The memory past which the worker is ended.</summary>
internal static class WorkerMemory
{
    private const long Mebibyte = 1 << 20;

    // The runtime, buffers of llama.cpp, prefixes that are kept, and vectors on their way: measured under 400 MiB, with room.
    private const long Beside = 2048 * Mebibyte;

    // The same, where somebody has counted more closely.
    private const long LeastBeside = 512 * Mebibyte;

    /// <summary>What a limit that was set leaves for one model and for what it has read, in bytes, so that its engine keeps within it by itself; 0 without one.</summary>
    public static long AvailableBytes(WorkerOptions options) => Math.Max((options.MemoryMegabytes * Mebibyte) - LeastBeside, options.MemoryMegabytes * Mebibyte / 2);

    /// <summary>The limit in bytes.</summary>
    /// <param name="options">The setting.</param>
    /// <param name="models">The model files that are here.</param>
    /// <param name="contextTokens">The context of a chat model in tokens.</param>
    /// <param name="available">The machine's memory.</param>
    /// <param name="cacheBytes">What a chat model keeps of what it has read, where that is more than one context.</param>
    /// <param name="savedBytes">What a chat model keeps outside its context.</param>
    public static long Limit(WorkerOptions options, IEnumerable<ShelvedModel> models, int contextTokens, long available, long cacheBytes = 0, long savedBytes = 0)
    {
        if (options.MemoryMegabytes > 0)
        {
            return options.MemoryMegabytes * Mebibyte;
        }

        var wanted = models.Where(model => model.Fault is null).Sum(model => (double)ModelParts.Bytes(model.Path) + Context(model, contextTokens, cacheBytes, savedBytes)) + Beside;
        return (long)Math.Min(wanted, available * 0.9);
    }

    private static long Context(ShelvedModel model, int contextTokens, long cacheBytes, long savedBytes)
    {
        if (!model.CanAnswer)
        {
            return 0;
        }

        try
        {
            return Math.Max(cacheBytes, MemoryBudget.KeyValueBytes(GgufFile.Open(model.Path), contextTokens)) + savedBytes;
        }
        catch (InvalidModelFileException)
        {
            return 0;
        }
    }
}

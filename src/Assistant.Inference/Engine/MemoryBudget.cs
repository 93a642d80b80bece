using Assistant.Inference.Gguf;

namespace Assistant.Inference.Engine;

/// <summary>How much memory a context takes for keys and values, found before llama.cpp commits it: too much gets the process killed.</summary>
internal static class MemoryBudget
{
    // Keys and values are kept as 16-bit floats.
    private const int BytesPerElement = 2;

    /// <summary>Bytes for keys and values of a context; 0 for models that keep none, such as encoders.</summary>
    public static long KeyValueBytes(GgufFile file, int contextTokens)
    {
        var architecture = file.Architecture;
        var layers = file.GetInteger(architecture + ".block_count") ?? 0;
        var heads = Math.Max(1, HeadsOf(file, architecture + ".attention.head_count", 0) ?? 1);
        var perHead = file.EmbeddingLength / heads;
        var key = file.GetInteger(architecture + ".attention.key_length") ?? perHead;
        var value = file.GetInteger(architecture + ".attention.value_length") ?? perHead;
        Int128 elements = 0;
        for (var layer = 0; layer < Math.Min(layers, 4096); layer++)
        {
            elements += (Int128)(HeadsOf(file, architecture + ".attention.head_count_kv", layer) ?? heads) * (key + value);
        }

        return (long)Int128.Min(long.MaxValue, elements * contextTokens * BytesPerElement);
    }

    /// <summary>Refuses a context that does not fit beside the model's weights.</summary>
    /// <param name="file">The model.</param>
    /// <param name="contextTokens">The context that is wanted.</param>
    /// <param name="availableBytes">The memory that the process may use; 0 for what the system or its container gives.</param>
    /// <exception cref="LocalModelException">It does not fit; the message has the figures.</exception>
    public static void Check(GgufFile file, int contextTokens, long availableBytes = 0)
    {
        var available = availableBytes > 0 ? availableBytes : GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        var keysAndValues = KeyValueBytes(file, contextTokens);
        var weights = ModelParts.Bytes(file.Path);
        if ((Int128)keysAndValues + weights > available)
        {
            throw new LocalModelException(
                $"The model '{file.Name}' with a context of {contextTokens} tokens needs {Mebibytes(weights)} MiB for its weights and "
                + $"{Mebibytes(keysAndValues)} MiB for the context, but {Mebibytes(available)} MiB are there. "
                + $"Lower {LocalModelsOptions.Section}:{nameof(LocalModelsOptions.ContextTokens)} or choose a smaller model.");
        }
    }

    // Some architectures give one number for all layers, others one for each.
    private static long? HeadsOf(GgufFile file, string key, int layer) =>
        file.GetInteger(key)
        ?? (file.GetArray<int>(key) is { } signed && layer < signed.Length ? (long?)signed[layer] : null)
        ?? (file.GetArray<uint>(key) is { } unsigned && layer < unsigned.Length ? (long?)unsigned[layer] : null);

    private static long Mebibytes(long bytes) => bytes >> 20;
}

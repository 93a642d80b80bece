using Assistant.Inference.Engine;
using Assistant.Inference.Gguf;
using Assistant.Inference.Scheduling;

namespace Assistant.Inference.Catalogue;

/// <summary>Reckons the memory of models without loading them.</summary>
internal static class ModelMemory
{
    /// <summary>Of a file, by its own header and the sizes of all its parts.</summary>
    public static MemoryNeed Of(GgufFile file, ModelKind kind, LocalModelsOptions options)
    {
        var weights = kind == ModelKind.VocabularyOnly ? 0 : ModelParts.Bytes(file.Path);
        return Of(weights, kind == ModelKind.Chat ? MemoryBudget.KeyValueBytes(file, 1) : 0, file.ContextLength, options);
    }

    /// <summary>Of a published model, by the sizes that its makers tell.</summary>
    public static MemoryNeed Of(CatalogueModel model, LocalModelsOptions options) =>
        Of(model.Bytes, model.Shape?.BytesPerToken ?? 0, model.ContextTokens, options);

    private static MemoryNeed Of(long weightBytes, long bytesPerToken, int trainedTokens, LocalModelsOptions options)
    {
        var context = trainedTokens > 0 ? Math.Min(options.ContextTokens, trainedTokens) : options.ContextTokens;
        var tokens = bytesPerToken > 0 ? EngineSizing.Cells(options, context, weightBytes, bytesPerToken) : 0;
        return new(weightBytes, (long)Int128.Min(long.MaxValue, (Int128)bytesPerToken * tokens), tokens, Available());
    }

    private static long Available() => GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
}

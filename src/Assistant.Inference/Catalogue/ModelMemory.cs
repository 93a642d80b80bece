using Assistant.Inference.Engine;
using Assistant.Inference.Gguf;

namespace Assistant.Inference.Catalogue;

/// <summary>Reckons the memory of models without loading them.</summary>
internal static class ModelMemory
{
    /// <summary>Of a file, by its own header and the sizes of all its parts.</summary>
    public static MemoryNeed Of(GgufFile file, ModelKind kind, int contextTokens)
    {
        var tokens = file.ContextLength > 0 ? Math.Min(contextTokens, file.ContextLength) : contextTokens;
        var context = kind == ModelKind.Chat ? MemoryBudget.KeyValueBytes(file, tokens) : 0;
        return new(kind == ModelKind.VocabularyOnly ? 0 : ModelParts.Bytes(file.Path), context, tokens, Available());
    }

    /// <summary>Of a published model, by the sizes that its makers tell.</summary>
    public static MemoryNeed Of(CatalogueModel model, int contextTokens)
    {
        var tokens = Math.Min(contextTokens, model.ContextTokens);
        return new(model.Bytes, (model.Shape?.BytesPerToken ?? 0) * tokens, tokens, Available());
    }

    private static long Available() => GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
}

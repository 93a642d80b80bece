using Assistant.Inference.Embeddings;
using Assistant.Inference.Gguf;

namespace Assistant.Inference.Catalogue;

/// <summary>What a model file's header tells beyond its kind.</summary>
/// <param name="Quantisation">How its weights are stored, in llama.cpp's word; null where the file doesn't say.</param>
/// <param name="Memory">What it takes while it is loaded.</param>
/// <param name="Embedder">How it embeds; null for what is no embedder.</param>
public sealed record ModelTraits(string? Quantisation, MemoryNeed Memory, EmbedderTraits? Embedder)
{
    // llama_pooling_type.
    private static readonly string[] Poolings = ["none", "mean", "cls", "last", "rank"];

    /// <summary>Reads them from a header.</summary>
    internal static ModelTraits Of(GgufFile file, ModelKind kind, LocalModelsOptions options) => new(
        Quantisations.Of(file),
        ModelMemory.Of(file, kind, options),
        kind == ModelKind.Embedder ? Embedding(file) : null);

    private static EmbedderTraits Embedding(GgufFile file)
    {
        var family = EmbedderFamily.Of(file);
        var pooling = file.GetInteger(file.Architecture + ".pooling_type") is { } number && number >= 0 && number < Poolings.Length ? Poolings[number] : "none";
        return new(file.EmbeddingLength, pooling, family.QueryPrefix, family.PassagePrefix);
    }
}

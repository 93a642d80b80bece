using Assistant.Inference.Gguf;

namespace Assistant.Inference.Engine;

/// <summary>Tells from its header what a model file is good for.</summary>
internal static class ModelKinds
{
    // llama_pooling_type of models that end in a score.
    private const int Rank = 4;

    // Encoders of llama.cpp v0.5.0 that give one vector for a text and keep no past.
    private static readonly HashSet<string> Encoders = new(StringComparer.Ordinal)
    {
        "bert", "modern-bert", "nomic-bert", "nomic-bert-moe", "neo-bert", "jina-bert-v2", "jina-bert-v3", "eurobert",
    };

    /// <summary>What the file is good for.</summary>
    public static ModelKind Of(GgufFile file) =>
        file.TensorCount == 0 ? ModelKind.VocabularyOnly
        : file.GetInteger(file.Architecture + ".pooling_type") == Rank ? ModelKind.Reranker
        : Encoders.Contains(file.Architecture) ? ModelKind.Embedder
        : ModelKind.Chat;
}

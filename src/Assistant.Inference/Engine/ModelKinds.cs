using Assistant.Inference.Gguf;

namespace Assistant.Inference.Engine;

/// <summary>Tells from its header what a model file is good for.</summary>
internal static class ModelKinds
{
    // llama_pooling_type: how the vectors of a text's tokens become one (mean, that of the first mark, that of the last token), or a score.
    private const int Mean = 1, Last = 3, Rank = 4;

    // Encoders of llama.cpp v0.5.0 that give one vector for a text and keep no past.
    private static readonly HashSet<string> Encoders = new(StringComparer.Ordinal)
    {
        "bert", "modern-bert", "nomic-bert", "nomic-bert-moe", "neo-bert", "jina-bert-v2", "jina-bert-v3", "eurobert", "gemma-embedding",
    };

    /// <summary>What the file is good for.</summary>
    public static ModelKind Of(GgufFile file) =>
        file.TensorCount == 0 ? ModelKind.VocabularyOnly
        : PoolingOf(file) == Rank ? ModelKind.Reranker
        : Encoders.Contains(file.Architecture) || MakesVectors(file) ? ModelKind.Embedder
        : ModelKind.Chat;

    /// <summary>Whether the file says how the vectors of a text's tokens become one: what doesn't gives no vectors of texts.</summary>
    public static bool MakesVectors(GgufFile file) => PoolingOf(file) is >= Mean and <= Last;

    /// <summary>Whether the architecture reads a text in both directions and keeps no past.</summary>
    public static bool IsEncoder(GgufFile file) => Encoders.Contains(file.Architecture);

    private static long? PoolingOf(GgufFile file) => file.GetInteger(file.Architecture + ".pooling_type");
}

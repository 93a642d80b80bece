namespace Assistant.Inference;

/// <summary>What a model file is good for.</summary>
public enum ModelKind
{
    /// <summary>It can't be used at all.</summary>
    Unreadable,

    /// <summary>It writes text.</summary>
    Chat,

    /// <summary>It makes vectors of texts.</summary>
    Embedder,

    /// <summary>It scores passages for a question.</summary>
    Reranker,

    /// <summary>It has a vocabulary and no weights.</summary>
    VocabularyOnly,
}

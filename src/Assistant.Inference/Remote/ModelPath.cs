namespace Assistant.Inference.Remote;

/// <summary>What is asked of a server that speaks OpenAI's form.</summary>
internal enum ModelPath
{
    /// <summary><c>/v1/chat/completions</c>.</summary>
    Chat,

    /// <summary><c>/v1/embeddings</c>.</summary>
    Embeddings,

    /// <summary><c>/v1/rerank</c>.</summary>
    Rerank,

    /// <summary><c>/models/load</c>, which only ours and llama.cpp's have.</summary>
    Load,

    /// <summary><c>/tokenize</c> in our own form.</summary>
    Tokenize,
}

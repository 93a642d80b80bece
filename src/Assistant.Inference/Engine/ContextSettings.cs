namespace Assistant.Inference.Engine;

/// <summary>What a context is for.</summary>
internal sealed record ContextSettings
{
    /// <summary>Tokens of all sequences together.</summary>
    public required int ContextTokens { get; init; }

    /// <summary>Tokens of one call.</summary>
    public required int BatchTokens { get; init; }

    /// <summary>Sequences side by side. The default is 1; llama.cpp allows 256.</summary>
    public int Sequences { get; init; } = 1;

    /// <summary>Sequences that are kept and copied but never computed beside the others. The default is 0.</summary>
    public int KeptSequences { get; init; }

    /// <summary>Tokens of one call whose logits may be asked for; each takes the memory of a vocabulary of floats. The default is all.</summary>
    public int? Outputs { get; init; }

    /// <summary>
    /// Whether attention is computed without the table of all scores. It skips cells of other sequences and takes far less memory;
    /// numbers differ in their last digits. The default is false.
    /// </summary>
    public bool FlashAttention { get; init; }

    /// <summary>Threads of one call. The default is 1.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>
    /// Whether the threads stay between two calls instead of being made for each. Those of a text wait for the next token without sleep;
    /// those of <see cref="Embeddings"/> sleep: the next question is far. The default is false.
    /// </summary>
    public bool KeepsThreads { get; init; }

    /// <summary>Whether it gives one vector for each sequence instead of logits.</summary>
    public bool Embeddings { get; init; }
}

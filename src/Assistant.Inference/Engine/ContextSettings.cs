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

    /// <summary>Threads of one call. The default is 1.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Whether it gives one vector for each sequence instead of logits.</summary>
    public bool Embeddings { get; init; }
}

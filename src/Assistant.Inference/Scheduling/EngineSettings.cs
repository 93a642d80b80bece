namespace Assistant.Inference.Scheduling;

/// <summary>How one chat model works through its requests.</summary>
internal sealed record EngineSettings
{
    /// <summary>
    /// The tokens of a whole piece of a prompt, where a text must not depend on what was kept. llama.cpp v0.5.0 computes attention in
    /// tiles from 64 tokens on and one by one below, with different rounding.
    /// </summary>
    public const int Piece = 64;

    /// <summary>The most tokens of one request, prompt and answer together.</summary>
    public required int ContextTokens { get; init; }

    /// <summary>Tokens that can be kept of all requests and of the beginnings kept for later ones together.</summary>
    public required int Cells { get; init; }

    /// <summary>Tokens of beginnings that stay in the context while requests run that do not rest on them.</summary>
    public int KeptTokens { get; init; } = int.MaxValue;

    /// <summary>Bytes of beginnings that may be kept outside the context; 0 for none.</summary>
    public long SavedBytes { get; init; }

    /// <summary>Requests at the same time.</summary>
    public int Parallel { get; init; } = 1;

    /// <summary>Requests that may wait.</summary>
    public int QueueLimit { get; init; } = 64;

    /// <summary>Threads of one step.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Prompt tokens of one step when nobody waits for a word.</summary>
    public int PromptTokensAlone { get; init; } = 512;

    /// <summary>Prompt tokens of one step while others are being answered; 0 for as many as take a moment.</summary>
    public int PromptTokensBetween { get; init; }

    /// <summary>The most tokens of one answer.</summary>
    public int AnswerTokens { get; init; } = 4096;

    /// <summary>Whether a request gets the same tokens whatever was asked before. It needs <see cref="Parallel"/> to be 1, and prompts in steps of a multiple of <see cref="Piece"/>.</summary>
    public bool Reproducible { get; init; }

    /// <summary>The file for the system prompt that is used most, or null.</summary>
    public string? PrefixPath { get; init; }

    /// <summary>How long a request may take; zero for no limit.</summary>
    public TimeSpan TimeLimit { get; init; }

    /// <summary>After what time without requests the context is released; zero for never.</summary>
    public TimeSpan IdleTime { get; init; }
}

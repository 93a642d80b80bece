namespace Assistant.Inference.Scheduling;

/// <summary>What an engine has and has done, at one moment.</summary>
internal sealed record EngineStatistics
{
    /// <summary>Requests that run.</summary>
    public int Running { get; init; }

    /// <summary>Requests that wait.</summary>
    public int Waiting { get; init; }

    /// <summary>Tokens that can be kept; 0 while the context is not loaded.</summary>
    public int Cells { get; init; }

    /// <summary>Tokens that running requests hold and share with nobody.</summary>
    public int OwnTokens { get; init; }

    /// <summary>Tokens that are kept for later requests.</summary>
    public int KeptTokens { get; init; }

    /// <summary>Bytes of what is kept for later requests outside the context.</summary>
    public long SavedBytes { get; init; }

    /// <summary>Steps since the start.</summary>
    public long Steps { get; init; }

    /// <summary>Prompt tokens that were computed since the start.</summary>
    public long ReadTokens { get; init; }

    /// <summary>Prompt tokens since the start that were known already.</summary>
    public long CachedTokens { get; init; }

    /// <summary>Tokens that were written since the start.</summary>
    public long WrittenTokens { get; init; }
}

using Assistant.Inference.Chat;

namespace Assistant.Inference.Scheduling;

/// <summary>One request as the engine sees it: tokens in, tokens out.</summary>
internal sealed class EngineRequest
{
    /// <summary>The prompt: at least one token, and fewer than the context has.</summary>
    public required IReadOnlyList<int> Prompt { get; init; }

    /// <summary>Chooses the tokens.</summary>
    public required Sampler Sampler { get; init; }

    /// <summary>The tokens that end the model's turn. They are not handed out.</summary>
    public required IReadOnlySet<int> EndTokens { get; init; }

    /// <summary>What the text must look like, or null.</summary>
    public ITokenConstraint? Constraint { get; init; }

    /// <summary>How many tokens of the prompt are the system prompt, which others begin with too; 0 where that is not known.</summary>
    public int SystemTokens { get; init; }

    /// <summary>The most tokens that are wanted.</summary>
    public int MaxTokens { get; init; } = int.MaxValue;

    /// <summary>Who asks: callers take turns, however many requests each has waiting.</summary>
    public required string Caller { get; init; }

    /// <summary>Takes each token as it is written and tells whether more are wanted. Called on the engine's thread, so it must be quick and may not wait.</summary>
    public required Func<int, bool> Take { get; init; }

    /// <summary>Told exactly once how it ended: an outcome, or else a failure. Nothing is taken after. Called on the engine's thread or on the one that cancels; it may not wait.</summary>
    public required Action<EngineOutcome, Exception?> Ended { get; init; }

    /// <summary>Ends the request early.</summary>
    public CancellationToken CancellationToken { get; init; }

    // The engine's own notes, under its lock.
    internal EngineRequestState State { get; set; }

    internal long Arrived { get; set; }

    internal long Started { get; set; }

    internal bool IsCancelled { get; set; }

    internal CancellationTokenRegistration Registration { get; set; }
}

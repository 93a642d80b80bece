namespace Assistant.Benchmarks.Engine;

/// <summary>Something that answers, many requests at a time.</summary>
internal interface IChatEngine : IAsyncDisposable
{
    /// <summary>What tables call it.</summary>
    string Name { get; }

    /// <summary>Answers at temperature 0, streaming.</summary>
    /// <param name="prompt">The request.</param>
    /// <param name="tokens">At most this many tokens.</param>
    /// <param name="reuse">Whether what was computed for earlier requests may be reused; engines that always do are given prompts that share nothing.</param>
    Task<EngineAnswer> AskAsync(EnginePrompt prompt, int tokens, bool reuse);
}

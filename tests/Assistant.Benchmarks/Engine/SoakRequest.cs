namespace Assistant.Benchmarks.Engine;

/// <summary>A request whose answer can be told from that of every other request.</summary>
internal abstract record SoakRequest
{
    /// <summary>What tables call requests like it.</summary>
    public abstract string Kind { get; }

    /// <summary>Asks it, and says what is wrong with the answer; null where nothing is.</summary>
    public abstract Task<string?> RunAsync(ISoakTarget target, CancellationToken cancellationToken);
}

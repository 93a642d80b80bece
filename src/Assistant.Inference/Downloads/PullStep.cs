namespace Assistant.Inference.Downloads;

/// <summary>What happens while something is fetched.</summary>
public abstract record PullStep
{
    private PullStep(string file) => File = file;

    /// <summary>The file that it is about.</summary>
    public string File { get; }

    /// <summary>The hash of what is already there is being computed.</summary>
    public sealed record Checking(string File, long Done, long Total) : PullStep(File);

    /// <summary>Bytes arrive.</summary>
    public sealed record Fetching(string File, long Done, long Total) : PullStep(File);

    /// <summary>A file of this machine is copied.</summary>
    public sealed record Copying(string File, long Done, long Total) : PullStep(File);

    /// <summary>Something failed and is tried again after a wait.</summary>
    public sealed record Waiting(string File, string Reason, TimeSpan Wait) : PullStep(File);

    /// <summary>What was there is of no use, and the file begins anew.</summary>
    public sealed record Restarted(string File, string Reason) : PullStep(File);

    /// <summary>The file is whole by its hash, SHA-256 or what a package has.</summary>
    public sealed record Placed(string File, string Hash) : PullStep(File);
}

namespace Assistant.Inference.Workers;

/// <summary>How the worker is.</summary>
public enum WorkerState
{
    /// <summary>It isn't running, because nobody needs it. The next request starts it.</summary>
    Resting,

    /// <summary>It is being started.</summary>
    Starting,

    /// <summary>It takes requests.</summary>
    Running,

    /// <summary>It died or did not start, and the next request tries again.</summary>
    Failed,
}

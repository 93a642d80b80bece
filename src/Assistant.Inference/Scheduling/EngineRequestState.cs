namespace Assistant.Inference.Scheduling;

/// <summary>Where a request is.</summary>
internal enum EngineRequestState
{
    /// <summary>In the queue.</summary>
    Waiting,

    /// <summary>In the hands of the decode thread.</summary>
    Running,

    /// <summary>Its end was told.</summary>
    Ended,
}

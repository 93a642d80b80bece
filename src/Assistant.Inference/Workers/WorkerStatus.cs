namespace Assistant.Inference.Workers;

/// <summary>How the worker is at one moment.</summary>
/// <param name="State">How it is.</param>
/// <param name="ProcessId">Its process, while it runs.</param>
/// <param name="MemoryBytes">The memory that it takes, while it runs.</param>
/// <param name="Failures">How often it died or did not start since this program started.</param>
/// <param name="LastFault">Why it died the last time, as a sentence; null when it never did.</param>
public sealed record WorkerStatus(WorkerState State, int? ProcessId, long MemoryBytes, int Failures, string? LastFault);

namespace Assistant.Inference.Workers;

/// <summary>What a worker says on its standard output once it listens.</summary>
/// <param name="Port">The port of the loopback address; null for a socket.</param>
internal sealed record WorkerReady(int? Port);

namespace Assistant.Inference.Workers;

/// <summary>What a worker is told on the first line of its standard input, where no other process of the machine can read it.</summary>
internal sealed record WorkerOrders
{
    /// <summary>The secret that requests must carry.</summary>
    public required string Key { get; init; }

    /// <summary>The path of the socket to listen on; null for a port of the loopback address.</summary>
    public string? Socket { get; init; }

    /// <summary>The memory in bytes that models may take with what they have read; 0 for what the system or its container gives.</summary>
    public long AvailableBytes { get; init; }

    /// <summary>The settings of the models.</summary>
    public required LocalModelsOptions Models { get; init; }
}

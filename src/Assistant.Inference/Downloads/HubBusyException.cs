namespace Assistant.Inference.Downloads;

/// <summary>A server can't answer now and may later.</summary>
/// <param name="why">What it said, as a clause.</param>
/// <param name="wait">How long it asks to wait; null where it doesn't say.</param>
internal sealed class HubBusyException(string why, TimeSpan? wait = null) : Exception(why)
{
    /// <summary>How long it asks to wait; null where it doesn't say.</summary>
    public TimeSpan? Wait { get; } = wait;
}

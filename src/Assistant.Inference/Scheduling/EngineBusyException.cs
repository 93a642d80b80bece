namespace Assistant.Inference.Scheduling;

/// <summary>Too many requests wait for a model, or one waited too long. It can be sent again later.</summary>
public sealed class EngineBusyException : LocalModelException
{
    /// <summary>As the model itself tells it.</summary>
    /// <param name="model">The model's name.</param>
    /// <param name="waiting">How many requests wait.</param>
    /// <param name="retryAfter">After what time it is likely to be taken.</param>
    public EngineBusyException(string model, int waiting, TimeSpan retryAfter)
        : this(
            $"The model '{model}' has too much to do: {waiting} requests are waiting. Try again in {retryAfter.TotalSeconds:0} s, "
            + $"or raise {LocalModelsOptions.Section}:{nameof(LocalModelsOptions.QueueLimit)} or {nameof(LocalModelsOptions.Parallel)}.",
            retryAfter)
    {
    }

    /// <summary>As another process told it.</summary>
    /// <param name="message">What is wrong, in words.</param>
    /// <param name="retryAfter">After what time it is likely to be taken.</param>
    public EngineBusyException(string message, TimeSpan retryAfter)
        : base(message) => RetryAfter = TimeSpan.FromSeconds(Math.Max(1, Math.Ceiling(retryAfter.TotalSeconds)));

    /// <summary>After what time the request is likely to be taken: whole seconds, at least one.</summary>
    public TimeSpan RetryAfter { get; }
}

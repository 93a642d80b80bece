namespace Assistant.Inference.Scheduling;

/// <summary>Too many requests wait for a model, or one waited too long. It can be sent again later.</summary>
/// <param name="model">The model's name.</param>
/// <param name="waiting">How many requests wait.</param>
/// <param name="retryAfter">After what time it is likely to be taken.</param>
public sealed class EngineBusyException(string model, int waiting, TimeSpan retryAfter)
    : LocalModelException(
        $"The model '{model}' has too much to do: {waiting} requests are waiting. Try again in {retryAfter.TotalSeconds:0} s, "
        + $"or raise {LocalModelsOptions.Section}:{nameof(LocalModelsOptions.QueueLimit)} or {nameof(LocalModelsOptions.Parallel)}.")
{
    /// <summary>After what time the request is likely to be taken: whole seconds, at least one.</summary>
    public TimeSpan RetryAfter { get; } = retryAfter;
}

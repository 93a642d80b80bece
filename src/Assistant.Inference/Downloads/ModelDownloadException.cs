namespace Assistant.Inference.Downloads;

/// <summary>A model or a library could not be brought here. What was already fetched of it is kept unless the message says otherwise.</summary>
public sealed class ModelDownloadException(string code, string message, string? hint = null, Exception? innerException = null)
    : LocalModelException(message, innerException)
{
    /// <summary>What went wrong, in snake_case; stable.</summary>
    public string Code { get; } = code;

    /// <summary>What to do about it, or null.</summary>
    public string? Hint { get; } = hint;
}

namespace Assistant.Core;

/// <summary>A failure that the caller can do something about.</summary>
/// <remarks>
/// The message is written for the person asking and may reach any channel: it names no path outside what the caller named, no
/// host, key or prompt. What an operator needs is in <see cref="Exception.InnerException"/> and in the log.
/// </remarks>
public class AssistantException : Exception
{
    /// <summary>A failure with a stable code for scripts.</summary>
    /// <param name="code">In snake_case, such as <c>unknown_collection</c>.</param>
    /// <param name="message">What is wrong, in words that may be shown.</param>
    /// <param name="hint">What to do about it, or null.</param>
    /// <param name="innerException">What an operator needs.</param>
    public AssistantException(string code, string message, string? hint = null, Exception? innerException = null)
        : base(message, innerException)
    {
        Code = code;
        Hint = hint;
    }

    /// <summary>A stable code in snake_case.</summary>
    public string Code { get; }

    /// <summary>What to do about it, or null.</summary>
    public string? Hint { get; }
}

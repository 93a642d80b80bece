namespace Assistant.Inference.Formats;

/// <summary>No chat format fits the model, or the one that was asked for does not exist. The message lists the choices.</summary>
public sealed class UnknownChatFormatException : ChatFormatException
{
    /// <summary>Says why none fits, and adds the choices.</summary>
    public UnknownChatFormatException(string reason, IReadOnlyList<string> choices)
        : base($"{reason} Choose one of: {string.Join(", ", choices)}.") =>
        Choices = choices;

    /// <summary>The names of all formats there are.</summary>
    public IReadOnlyList<string> Choices { get; }
}

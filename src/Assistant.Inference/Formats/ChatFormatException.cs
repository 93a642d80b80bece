namespace Assistant.Inference.Formats;

/// <summary>A conversation that a model family's format cannot carry. The message says what to change and may be shown.</summary>
public class ChatFormatException(string message) : LocalModelException(message);

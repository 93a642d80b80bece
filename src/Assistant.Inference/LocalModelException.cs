namespace Assistant.Inference;

/// <summary>A local model cannot do what it was asked, for a reason that an operator can act on.</summary>
/// <remarks>The message names files and settings: it is for logs, the command line and the console, not for people in a chat.</remarks>
public class LocalModelException(string message, Exception? innerException = null) : Exception(message, innerException);

namespace Assistant.Inference;

/// <summary>A model, or the process or server that it runs in, cannot do what it was asked, for a reason that an operator can act on.</summary>
/// <remarks>The message names files and settings: it is for logs, the command line and the console, not for people in a chat.</remarks>
public class LocalModelException(string message, Exception? innerException = null) : Exception(message, innerException);

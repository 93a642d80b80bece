namespace Assistant.Core;

/// <summary>A document that no reader can turn into text. The reason is shown as the document's reason of failure.</summary>
/// <param name="code">What kind of fault: <c>encrypted</c>, <c>damaged</c>, <c>no_text</c>, <c>unsupported</c>, <c>too_large</c>.</param>
/// <param name="reason">A sentence for the person who fed the document.</param>
/// <param name="innerException">What an operator needs.</param>
public sealed class UnreadableDocumentException(string code, string reason, Exception? innerException = null)
    : AssistantException(code, reason, hint: null, innerException);

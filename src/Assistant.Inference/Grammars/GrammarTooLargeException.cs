namespace Assistant.Inference.Grammars;

/// <summary>A schema or a text under it needs more states than are allowed.</summary>
internal sealed class GrammarTooLargeException() : NotSupportedException("The JSON schema is too large or too intricate to be promised. Make it smaller, or use fewer alternatives, repetitions and patterns.");

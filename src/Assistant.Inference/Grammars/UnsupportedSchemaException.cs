namespace Assistant.Inference.Grammars;

/// <summary>A JSON schema asks for something that cannot be promised of generated text, or contradicts itself. Told before anything is generated.</summary>
public sealed class UnsupportedSchemaException : NotSupportedException
{
    /// <summary>Says what and where.</summary>
    public UnsupportedSchemaException(string keyword, string pointer, string reason, Exception? innerException = null)
        : base($"The JSON schema can't be promised: '{keyword}' at '#{pointer}': {reason}", innerException)
    {
        Keyword = keyword;
        Pointer = pointer;
    }

    /// <summary>The same of a tool's schema.</summary>
    internal UnsupportedSchemaException(string tool, UnsupportedSchemaException innerException)
        : base($"The tool '{tool}': {innerException.Message}", innerException)
    {
        Keyword = innerException.Keyword;
        Pointer = innerException.Pointer;
    }

    /// <summary>The keyword at fault; empty where it is the schema as a whole.</summary>
    public string Keyword { get; }

    /// <summary>The JSON pointer of the subschema that has it.</summary>
    public string Pointer { get; }
}

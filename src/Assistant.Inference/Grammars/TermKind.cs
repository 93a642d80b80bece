namespace Assistant.Inference.Grammars;

/// <summary>How a <see cref="Term"/> is made of others.</summary>
internal enum TermKind
{
    /// <summary>No text at all.</summary>
    Nothing,

    /// <summary>The empty text only.</summary>
    Empty,

    /// <summary>One byte of a set.</summary>
    Bytes,

    /// <summary>One token that stands for no bytes, such as [TOOL_CALLS].</summary>
    Symbol,

    /// <summary>The first, then the second.</summary>
    Then,

    /// <summary>One of the parts.</summary>
    Either,

    /// <summary>The first, so many times.</summary>
    Repeat,

    /// <summary>What fits all parts.</summary>
    Both,

    /// <summary>Every text of bytes but the first's.</summary>
    Not,

    /// <summary>Digits whose number has no remainder.</summary>
    MultipleOf,
}

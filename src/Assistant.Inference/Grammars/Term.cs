namespace Assistant.Inference.Grammars;

/// <summary>A set of texts: what may still come. Made by a <see cref="TermTable"/>, which has each only once, so two terms are equal when they are the same object.</summary>
internal sealed class Term(int id, TermKind kind, bool isNullable)
{
    /// <summary>Its number in the table; what it is made of has lower ones.</summary>
    public int Id { get; } = id;

    /// <summary>How it is made.</summary>
    public TermKind Kind { get; } = kind;

    /// <summary>Whether the empty text is one of its texts: then nothing need come.</summary>
    public bool IsNullable { get; } = isNullable;

    /// <summary>The first of two, or the only inner term.</summary>
    public Term? First { get; init; }

    /// <summary>The second of two.</summary>
    public Term? Second { get; init; }

    /// <summary>The inner terms of <see cref="TermKind.Either"/> and <see cref="TermKind.Both"/>, by id.</summary>
    public Term[] Parts { get; init; } = [];

    /// <summary>The bytes of <see cref="TermKind.Bytes"/>.</summary>
    public ByteSet Set { get; init; }

    /// <summary>The fewest times of a repeat, the divisor of a multiple, the number of a symbol.</summary>
    public int Least { get; init; }

    /// <summary>The most times of a repeat, or the remainder so far.</summary>
    public int Most { get; init; }

    /// <summary>Whether a multiple has its first digit.</summary>
    public bool HasStarted { get; init; }

    /// <summary>The length of its shortest text; -1 while nobody asked.</summary>
    public int Shortest { get; set; } = -1;

    /// <summary>What may come after each class of bytes, as far as anyone asked.</summary>
    public Term?[]? Next { get; set; }
}

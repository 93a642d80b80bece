namespace Assistant.Inference.Grammars;

/// <summary>What a schema may cost. Beyond it a schema is refused at once, so that a hostile one ends in an error in bounded time and memory.</summary>
internal sealed record GrammarLimits
{
    /// <summary>The schema's length in UTF-8 bytes.</summary>
    public int Bytes { get; init; } = 128 * 1024;

    /// <summary>How deep objects and lists may stand in one another in the schema's own text.</summary>
    public int SchemaDepth { get; init; } = 64;

    /// <summary>How deep objects and lists may stand in one another in what is generated.</summary>
    public int OutputDepth { get; init; } = 24;

    /// <summary>The values of one enum.</summary>
    public int EnumValues { get; init; } = 1000;

    /// <summary>The properties of one object.</summary>
    public int Properties { get; init; } = 256;

    /// <summary>The branches of one anyOf or oneOf, and their combinations at one place.</summary>
    public int Branches { get; init; } = 64;

    /// <summary>The length of one pattern.</summary>
    public int PatternLength { get; init; } = 512;

    /// <summary>The places that are compiled and the subschemas that meet at them, each counted as often as it is reached with another depth.</summary>
    public int Places { get; init; } = 30_000;

    /// <summary>The states of the automaton; about 300 bytes each, and one more kilobyte for each that is visited. Of alternatives sixteen count as one more.</summary>
    public int Terms { get; init; } = 80_000;
}

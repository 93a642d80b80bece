namespace Assistant.Orchestration.Checking;

/// <summary>What a passage does not carry of a sentence.</summary>
internal enum CheckFault
{
    /// <summary>It carries everything.</summary>
    None,

    /// <summary>The sentence says nothing that could be checked.</summary>
    Empty,

    Number,
    Name,
    Polarity,
    Opposite,
    Force,
    Restriction,
    Words,
}

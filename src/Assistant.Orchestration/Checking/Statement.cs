namespace Assistant.Orchestration.Checking;

/// <summary>A sentence read for what it claims. Sentences of answers and of passages are read alike, so that they can be compared.</summary>
internal sealed class Statement
{
    /// <summary>The sentence, spelling folded.</summary>
    public required string Text { get; init; }

    public required IReadOnlyList<Word> Words { get; init; }

    /// <summary>The stems of the words that carry meaning.</summary>
    public required IReadOnlySet<string> Stems { get; init; }

    public required IReadOnlyList<Quantity> Quantities { get; init; }

    public required IReadOnlyList<Clause> Clauses { get; init; }

    /// <summary>How many of these stems stand here.</summary>
    public int Overlap(IReadOnlySet<string> stems) => Stems.Count(stems.Contains);
}

/// <summary>A part of a sentence that is true or false by itself, with its polarity.</summary>
/// <param name="Stems">The stems of the words that carry meaning.</param>
/// <param name="Negated">Whether it denies.</param>
/// <param name="Force">Whether it obliges, permits, or just says.</param>
internal sealed record Clause(IReadOnlySet<string> Stems, bool Negated, Force Force);

/// <summary>What a clause does to its reader.</summary>
internal enum Force
{
    Says,
    Permits,
    Obliges,
}

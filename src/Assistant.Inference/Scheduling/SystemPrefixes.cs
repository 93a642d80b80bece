namespace Assistant.Inference.Scheduling;

/// <summary>Counts how often requests begin with the same system prompt.</summary>
internal sealed class SystemPrefixes
{
    // Below, reading anew is as fast as a file.
    private const int LeastTokens = 64;

    // Once may have been by chance.
    private const int LeastUses = 2;

    private const int MostKnown = 16;

    private readonly List<(int[] Tokens, int Uses)> known = [];

    /// <summary>The one that was used most, or null.</summary>
    public int[]? Hottest
    {
        get
        {
            var (tokens, uses) = known.DefaultIfEmpty().MaxBy(prefix => prefix.Uses);
            return uses >= LeastUses ? tokens : null;
        }
    }

    /// <summary>Takes note of a request's system prompt.</summary>
    public void Note(ReadOnlySpan<int> tokens)
    {
        if (tokens.Length < LeastTokens)
        {
            return;
        }

        for (var index = 0; index < known.Count; index++)
        {
            if (tokens.SequenceEqual(known[index].Tokens))
            {
                known[index] = (known[index].Tokens, known[index].Uses + 1);
                return;
            }
        }

        if (known.Count == MostKnown)
        {
            known.Remove(known.MinBy(prefix => prefix.Uses));
        }

        known.Add((tokens.ToArray(), 1));
    }
}

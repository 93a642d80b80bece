namespace Assistant.Inference.Scheduling;

/// <summary>Which prompts are read first, and which wait because another one is just reading the same.</summary>
internal sealed class ReadingOrder
{
    // From 64 tokens of a step on, llama.cpp v0.5.0 computes attention in tiles of 64, several times faster for each token; but a tile costs
    // as much for everything that one of its tokens looks at. So one step carries writers and readers as long as the writers look at
    // little, and else they take turns.
    private const int MostMixedPast = 512;

    private const int Tile = 64;
    private const int LeastOfTile = 36;
    private const int LongPast = 512;

    // Sharing less is not worth waiting for.
    private const int LeastShared = 32;

    // Short prompts first, so that a long one holds nobody up; but each fourth step the oldest, so that it comes to an end.
    private const int TurnOfTheOldest = 4;

    private readonly List<RunningSequence> ordered = [];
    private bool isReading;
    private int steps;

    /// <summary>How much of a known beginning is taken over.</summary>
    /// <remarks>
    /// A question of some dozen tokens on long sources is read faster as a whole tile, although some of its tokens were known: without
    /// tiles each of them looks at the sources by itself.
    /// </remarks>
    /// <param name="known">How many tokens are known.</param>
    /// <param name="tokens">How many the prompt has.</param>
    public static int WorthSharing(int known, int tokens) =>
        known >= LongPast && tokens - known is >= LeastOfTile and < Tile ? tokens - Tile : known;

    /// <summary>What the next step carries, when some write and some read.</summary>
    /// <returns>Whether the writers have a place in it, and whether the readers have.</returns>
    public (bool Writes, bool Reads) Turn(List<RunningSequence> writers, int running)
    {
        var past = 0;
        foreach (var writer in writers)
        {
            past += writer.Computed;
        }

        if (writers.Count == 0 || writers.Count == running || past <= MostMixedPast)
        {
            return (true, true);
        }

        isReading = !isReading;
        return (!isReading, isReading);
    }

    /// <summary>The sequences with a prompt to be read, in the order of their turns. Valid until the next call.</summary>
    public List<RunningSequence> Of(List<RunningSequence> running)
    {
        ordered.Clear();
        foreach (var sequence in running)
        {
            if (sequence.Pending > 1)
            {
                ordered.Add(sequence);
            }
        }

        if (ordered.Count > 1 && ++steps % TurnOfTheOldest != 0)
        {
            InsertionSort();
        }

        return ordered;
    }

    /// <summary>Whether an older one is about to compute what this one needs too.</summary>
    public static bool WaitsForAnother(RunningSequence sequence, List<RunningSequence> running)
    {
        foreach (var other in running)
        {
            if (other == sequence)
            {
                return false;
            }

            if (other.Pending > 1)
            {
                var common = Math.Min(other.Tokens.CommonPrefixLength(sequence.Tokens), sequence.Tokens.Length - 1);
                if (common - Math.Max(other.Computed, sequence.Computed) >= LeastShared)
                {
                    return true;
                }
            }
        }

        return false;
    }

    // Stable, and without memory: there are some dozen at most.
    private void InsertionSort()
    {
        for (var index = 1; index < ordered.Count; index++)
        {
            var sequence = ordered[index];
            var place = index;
            for (; place > 0 && ordered[place - 1].Pending > sequence.Pending; place--)
            {
                ordered[place] = ordered[place - 1];
            }

            ordered[place] = sequence;
        }
    }
}

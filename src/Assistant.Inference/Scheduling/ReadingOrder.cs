namespace Assistant.Inference.Scheduling;

/// <summary>Which prompts are read first, and which wait because another one is just reading the same.</summary>
internal sealed class ReadingOrder
{
    // From 64 tokens on, llama.cpp v0.5.0 computes attention in tiles of 64, each of which looks at everything that any of its tokens looks
    // at; below, each token looks only at its own past. So a step that also writes answers stays below, unless the settings want much more.
    private const int Tile = 64;

    // Sharing less is not worth waiting for.
    private const int LeastShared = 32;

    // Short prompts first, so that a long one holds nobody up; but each fourth step the oldest, so that it comes to an end.
    private const int TurnOfTheOldest = 4;

    private readonly List<RunningSequence> ordered = [];
    private int steps;

    /// <summary>How many tokens of prompts the next step may carry.</summary>
    public static int Budget(EngineSettings settings, int writers) =>
        writers == 0 ? settings.PromptTokensAlone
        : settings.PromptTokensBetween > Tile ? settings.PromptTokensBetween
        : Math.Min(settings.PromptTokensBetween, Math.Max(1, Tile - 1 - writers));

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

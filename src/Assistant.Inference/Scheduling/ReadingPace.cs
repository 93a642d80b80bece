namespace Assistant.Inference.Scheduling;

/// <summary>How many tokens of prompts are read in a step while others wait for their next word: as many as take a moment, by what the last ones took.</summary>
/// <remarks>
/// Large pieces are read faster, but whoever is being answered waits for all of one. Two people with new prompts of 1,500 tokens had .957
/// of llama-server's tokens a second with pieces of 128, and .995 so (135 million weights, two cores; docs/benchmarks/engine.md). Belongs
/// to the decode thread.
/// </remarks>
/// <param name="most">The most tokens of one step.</param>
internal sealed class ReadingPace(int most)
{
    // What a model of 1.2 billion weights takes for 128 tokens on two cores.
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(900);

    // A step has a part that doesn't grow with its tokens, so one that took less than this may well be larger.
    private static readonly TimeSpan Little = Moment * 0.75;

    // llama.cpp v0.5.0 computes attention in tiles of so many tokens.
    private const int Tile = 64;
    private const int First = 2 * Tile;

    private const double Newest = 0.2;

    private double? fitting;

    /// <summary>The tokens of the next step.</summary>
    public int Tokens => Math.Min(most, fitting is { } tokens ? Math.Max((int)tokens / Tile, 1) * Tile : First);

    /// <summary>Takes note of a step.</summary>
    /// <param name="tokens">The tokens of prompts in it; fewer than a tile tell nothing.</param>
    /// <param name="duration">How long all of it took.</param>
    public void Took(int tokens, TimeSpan duration)
    {
        if (tokens < Tile)
        {
            return;
        }

        var now = Math.Min(most, tokens * (Moment / TimeSpan.FromTicks(Math.Max(1, duration.Ticks))));
        var next = fitting is { } before ? before + (Newest * (now - before)) : now;
        fitting = duration < Little && tokens >= Tokens ? Math.Max(next, Tokens + Tile) : next;
    }
}

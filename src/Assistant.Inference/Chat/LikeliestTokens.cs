using System.Numerics;

namespace Assistant.Inference.Chat;

/// <summary>Finds the tokens with the highest logits, in their order. Its room is used again each time.</summary>
internal sealed class LikeliestTokens
{
    // Beyond this, sorting all of them is faster than keeping a sorted list.
    private const int MostInserted = 512;

    private float[] logits = [];
    private int[] tokens = [];

    /// <summary>How many were found.</summary>
    public int Count { get; private set; }

    /// <summary>Their logits, the highest first.</summary>
    public ReadOnlySpan<float> Logits => logits.AsSpan(0, Count);

    /// <summary>Their ids; the lowest first among equals, so that the same logits give the same order on every run.</summary>
    public ReadOnlySpan<int> Tokens => tokens.AsSpan(0, Count);

    /// <summary>Finds them.</summary>
    public void Find(ReadOnlySpan<float> all, int most)
    {
        most = Math.Min(most, all.Length);
        if (most > MostInserted)
        {
            Sort(all);
            Count = most;
            return;
        }

        Reserve(most);
        Count = 0;
        var token = 0;
        while (token < all.Length)
        {
            if (Count == most && SkipsBlock(all, token))
            {
                token += Vector<float>.Count;
                continue;
            }

            Insert(token, all[token], most);
            token++;
        }
    }

    // Nearly all of a vocabulary is less likely than the last of the list: eight or sixteen are compared at a time.
    private bool SkipsBlock(ReadOnlySpan<float> all, int token) =>
        all.Length - token >= Vector<float>.Count
        && !Vector.GreaterThanAny(new Vector<float>(all.Slice(token, Vector<float>.Count)), new Vector<float>(logits[Count - 1]));

    private void Insert(int token, float logit, int most)
    {
        if (Count == most)
        {
            if (logit <= logits[Count - 1])
            {
                return;
            }

            Count--;
        }

        // After its equals: tokens come in the order of their ids.
        var place = Count;
        while (place > 0 && logits[place - 1] < logit)
        {
            logits[place] = logits[place - 1];
            tokens[place] = tokens[place - 1];
            place--;
        }

        (logits[place], tokens[place]) = (logit, token);
        Count++;
    }

    private void Sort(ReadOnlySpan<float> all)
    {
        Reserve(all.Length);
        for (var token = 0; token < all.Length; token++)
        {
            tokens[token] = token;
        }

        var given = all.ToArray();
        tokens.AsSpan(0, all.Length).Sort((one, other) => given[one] != given[other] ? given[other].CompareTo(given[one]) : one.CompareTo(other));
        for (var place = 0; place < all.Length; place++)
        {
            logits[place] = given[tokens[place]];
        }
    }

    private void Reserve(int count)
    {
        if (tokens.Length < count)
        {
            logits = new float[count];
            tokens = new int[count];
        }
    }
}

namespace Assistant.Inference.Grammars;

/// <summary>Which tokens may follow a state.</summary>
internal sealed class TokenMask(int count)
{
    private readonly ulong[] words = new ulong[(count + 63) / 64];

    /// <summary>The longest of the shortest texts that complete what its tokens lead to.</summary>
    public int Costliest { get; private set; }

    /// <summary>Lets a token through.</summary>
    /// <param name="token">The token.</param>
    /// <param name="cost">The length of the shortest text that completes what it leads to.</param>
    public void Add(int token, int cost)
    {
        words[token >> 6] |= 1UL << (token & 63);
        Costliest = Math.Max(Costliest, cost);
    }

    /// <summary>Sets all other logits to negative infinity.</summary>
    public void Apply(Span<float> logits)
    {
        for (var start = 0; start < logits.Length; start += 64)
        {
            var word = words.Length > start >> 6 ? words[start >> 6] : 0;
            var part = logits.Slice(start, Math.Min(64, logits.Length - start));
            if (word == 0)
            {
                part.Fill(float.NegativeInfinity);
                continue;
            }

            for (var bit = 0; word != ulong.MaxValue && bit < part.Length; bit++)
            {
                if ((word >> bit & 1) == 0)
                {
                    part[bit] = float.NegativeInfinity;
                }
            }
        }
    }
}

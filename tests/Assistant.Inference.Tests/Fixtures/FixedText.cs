using Assistant.Inference.Scheduling;

namespace Assistant.Inference.Tests.Fixtures;

/// <summary>A constraint that allows words of two letters over and over, which can end after each second one, and end at once when told.</summary>
internal sealed class FixedText(IReadOnlyList<int> first, IReadOnlyList<int> second, int endsAfter = int.MaxValue) : ITokenConstraint
{
    private readonly List<int> written = [];

    public int Asked { get; private set; }

    public int Masked { get; private set; }

    public bool CanEnd => written.Count % 2 == 0;

    public bool MustEnd => written.Count >= endsAfter;

    public bool Allows(int token)
    {
        Asked++;
        return Next.Contains(token);
    }

    public void Mask(Span<float> logits)
    {
        Masked++;
        for (var token = 0; token < logits.Length; token++)
        {
            if (!Next.Contains(token))
            {
                logits[token] = float.NegativeInfinity;
            }
        }
    }

    public void Accept(int token)
    {
        if (!Next.Contains(token))
        {
            throw new InvalidOperationException($"{token} may not follow.");
        }

        written.Add(token);
    }

    public bool MustClose(int tokensLeft, out IReadOnlyList<int> closing)
    {
        closing = CanEnd ? [] : [second[0]];

        // Another first letter needs a second one after it.
        return tokensLeft < (CanEnd ? 2 : 1);
    }

    private IReadOnlyList<int> Next => written.Count % 2 == 0 ? first : second;
}

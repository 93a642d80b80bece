using Assistant.Inference.Scheduling;
using Assistant.Inference.Tools;

namespace Assistant.Inference.Grammars;

/// <summary>Keeps one request's text to a grammar: from its start, or from where words turn out to be the beginning of it.</summary>
/// <remarks>
/// A token is only allowed when what it leads to can still be completed within the tokens that are left. So whenever the limit comes
/// near, the tokens of the shortest completion fit before it, and the text is whole.
/// </remarks>
internal sealed class GrammarConstraint : ITokenConstraint
{
    private readonly ModelGrammars grammars;
    private readonly Grammar grammar;
    private readonly IReadOnlyList<int> symbols;
    private readonly IReadOnlySet<int> ends;
    private readonly CallOpening? opening;
    private CompiledGrammar compiled;
    private GrammarPlace place;
    private int tokensLeft = int.MaxValue;
    private bool hasEnded;

    /// <summary>Begins at the start of a text.</summary>
    /// <param name="grammars">The model's grammars.</param>
    /// <param name="grammar">What the text must be.</param>
    /// <param name="symbols">The tokens of the grammar's symbols.</param>
    /// <param name="ends">The tokens that end a turn.</param>
    /// <param name="opening">Where words may come first, what begins the grammar; null where it begins at once.</param>
    /// <exception cref="NotSupportedException">The grammar can't be promised.</exception>
    public GrammarConstraint(ModelGrammars grammars, Grammar grammar, IReadOnlyList<int> symbols, IReadOnlySet<int> ends, CallOpening? opening = null)
    {
        this.grammars = grammars;
        this.grammar = grammar;
        this.symbols = symbols;
        this.ends = ends;
        compiled = grammars.Get(grammar, symbols);
        this.opening = opening;
        if (opening is not null)
        {
            return;
        }

        place = new(compiled.Automaton.Start, IsBound: true, default);
        lock (compiled)
        {
            ShortestTokens = compiled.ClosingOf(compiled.Automaton.Start).Length;
        }
    }

    /// <summary>How many tokens the shortest text has: with fewer nothing can be generated. None where words may come first.</summary>
    public int ShortestTokens { get; }

    /// <inheritdoc/>
    public bool CanEnd => !place.IsBound || place.Begun!.IsNullable;

    /// <inheritdoc/>
    public bool MustEnd
    {
        get
        {
            lock (compiled)
            {
                return hasEnded || (place.IsBound && CanEnd && !compiled.Automaton.CanGoOn(place.Begun!));
            }
        }
    }

    /// <inheritdoc/>
    public bool Allows(int token)
    {
        if (hasEnded || ends.Contains(token))
        {
            return ends.Contains(token) && CanEnd;
        }

        lock (compiled)
        {
            return After(token) is { } next && (!next.IsBound || compiled.Fits(next.Begun!, tokensLeft - 1));
        }
    }

    /// <inheritdoc/>
    public void Mask(Span<float> logits)
    {
        List<(int Token, float Logit)> kept = [];
        foreach (var end in ends)
        {
            kept.Add((end, logits[end]));
        }

        if (place.IsBound && !hasEnded)
        {
            lock (compiled)
            {
                compiled.MaskOf(place.Begun!, tokensLeft).Apply(logits);
            }
        }
        else
        {
            // Rare: nearly everything may come before a call, so hardly ever is a token refused there.
            for (var token = 0; token < logits.Length; token++)
            {
                logits[token] = token < grammars.Trie.Count && Allows(token) ? logits[token] : float.NegativeInfinity;
            }
        }

        foreach (var (end, logit) in kept)
        {
            logits[end] = CanEnd ? logit : float.NegativeInfinity;
        }
    }

    /// <inheritdoc/>
    public void Accept(int token)
    {
        if (ends.Contains(token))
        {
            hasEnded = CanEnd ? true : throw new InvalidOperationException("The text may not end here.");
            return;
        }

        lock (compiled)
        {
            place = (hasEnded ? null : After(token)) ?? throw new InvalidOperationException($"The token {token} may not follow.");
        }

        tokensLeft = tokensLeft == int.MaxValue ? tokensLeft : tokensLeft - 1;
        if (compiled.Automaton.IsNearlyFull)
        {
            Renew();
        }
    }

    /// <inheritdoc/>
    public bool MustClose(int tokensLeft, out IReadOnlyList<int> closing)
    {
        this.tokensLeft = tokensLeft;
        closing = [];
        lock (compiled)
        {
            // Words are cut where the limit is. A text never has more tokens than bytes, so mostly its length is all there is to look at.
            if (hasEnded || !place.IsBound || compiled.Automaton.ShortestOf(place.Begun!) < tokensLeft)
            {
                return false;
            }

            closing = compiled.ClosingOf(place.Begun!);
            return closing.Count >= tokensLeft;
        }
    }

    private GrammarPlace? After(int token) =>
        !place.IsBound ? opening!.After(compiled, place, token, grammars.Trie.BytesOf(token))
        : compiled.After(place.Begun!, token) is { } next ? place with { Begun = next }
        : null;

    // Counted strings and lists have a state for each character. A new automaton takes over the one that counts now, and forgets the others.
    private void Renew()
    {
        compiled = grammars.Get(grammar, symbols, compiled);
        lock (compiled)
        {
            place = place.Begun is null ? place : place with { Begun = compiled.Automaton.Import(place.Begun) };
            if (compiled.Automaton.IsNearlyFull)
            {
                throw new GrammarTooLargeException();
            }
        }
    }
}

using Assistant.Inference.Scheduling;

namespace Assistant.Inference.Grammars;

/// <summary>Keeps one request's text to a grammar.</summary>
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
    private CompiledGrammar compiled;
    private Term state;
    private int tokensLeft = int.MaxValue;
    private bool hasEnded;

    /// <summary>Begins at the start of a text.</summary>
    /// <param name="grammars">The model's grammars.</param>
    /// <param name="grammar">What the text must be.</param>
    /// <param name="symbols">The tokens of the grammar's symbols.</param>
    /// <param name="ends">The tokens that end a turn.</param>
    /// <exception cref="NotSupportedException">The grammar can't be promised.</exception>
    public GrammarConstraint(ModelGrammars grammars, Grammar grammar, IReadOnlyList<int> symbols, IReadOnlySet<int> ends)
    {
        this.grammars = grammars;
        this.grammar = grammar;
        this.symbols = symbols;
        this.ends = ends;
        compiled = grammars.Get(grammar, symbols);
        state = compiled.Automaton.Start;
        lock (compiled)
        {
            ShortestTokens = compiled.ClosingOf(state).Length;
        }
    }

    /// <summary>How many tokens the shortest text has: with fewer nothing can be generated.</summary>
    public int ShortestTokens { get; }

    /// <inheritdoc/>
    public bool CanEnd => state.IsNullable;

    /// <inheritdoc/>
    public bool MustEnd
    {
        get
        {
            lock (compiled)
            {
                return hasEnded || (state.IsNullable && !compiled.Automaton.CanGoOn(state));
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
            return compiled.After(state, token) is { } next && compiled.Fits(next, tokensLeft - 1);
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

        lock (compiled)
        {
            var mask = hasEnded ? new(logits.Length) : compiled.MaskOf(state, tokensLeft);
            mask.Apply(logits);
        }

        foreach (var (token, logit) in kept)
        {
            logits[token] = CanEnd ? logit : float.NegativeInfinity;
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
            state = (hasEnded ? null : compiled.After(state, token)) ?? throw new InvalidOperationException($"The token {token} may not follow.");
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
            // A text never has more tokens than bytes, so mostly its length is all there is to look at.
            if (hasEnded || compiled.Automaton.ShortestOf(state) < tokensLeft)
            {
                return false;
            }

            closing = compiled.ClosingOf(state);
            return closing.Count >= tokensLeft;
        }
    }

    // Counted strings and lists have a state for each character. A new automaton takes over the one that counts now, and forgets the others.
    private void Renew()
    {
        compiled = grammars.Get(grammar, symbols, compiled);
        lock (compiled)
        {
            state = compiled.Automaton.Import(state);
            if (compiled.Automaton.IsNearlyFull)
            {
                throw new GrammarTooLargeException();
            }
        }
    }
}

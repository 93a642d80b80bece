using Assistant.Inference.Grammars;
using Assistant.Inference.Scheduling;

namespace Assistant.Inference.Tools;

/// <summary>
/// Lets a model write what it likes until it begins a call; from there on the call is kept to its grammar and whole before the text may end.
/// A tag that is quoted, in a code fence or between backticks, begins none.
/// </summary>
internal sealed class ToolCallConstraint : ITokenConstraint
{
    private readonly ModelGrammars grammars;
    private readonly ToolGrammar tools;
    private readonly IReadOnlySet<int> ends;
    private readonly IReadOnlyDictionary<int, bool> thoughts;
    private CompiledGrammar compiled;
    private Place place;
    private int tokensLeft = int.MaxValue;
    private bool hasEnded;

    /// <summary>Begins at the start of an answer.</summary>
    /// <param name="grammars">The model's grammars.</param>
    /// <param name="tools">What calls look like.</param>
    /// <param name="ends">The tokens that end a turn.</param>
    /// <param name="thoughts">Control tokens that begin (true) or end (false) thoughts, in which nothing is a call.</param>
    public ToolCallConstraint(ModelGrammars grammars, ToolGrammar tools, IReadOnlySet<int> ends, IReadOnlyDictionary<int, bool> thoughts)
    {
        this.grammars = grammars;
        this.tools = tools;
        this.ends = ends;
        this.thoughts = thoughts;
        compiled = grammars.Get(tools.Grammar, tools.Symbols);
    }

    /// <inheritdoc/>
    public bool CanEnd => !place.IsCall || place.Call!.IsNullable;

    /// <inheritdoc/>
    public bool MustEnd
    {
        get
        {
            lock (compiled)
            {
                return hasEnded || (place.IsCall && CanEnd && !compiled.Automaton.CanGoOn(place.Call!));
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
            return Step(place, token) is { } next && (!next.IsCall || compiled.Fits(next.Call!, tokensLeft - 1));
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

        if (place.IsCall && !hasEnded)
        {
            lock (compiled)
            {
                compiled.MaskOf(place.Call!, tokensLeft).Apply(logits);
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
            place = (hasEnded ? null : Step(place, token)) ?? throw new InvalidOperationException($"The token {token} may not follow.");
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
            // Words are cut where the limit is; only a call has to be whole.
            if (hasEnded || !place.IsCall || compiled.Automaton.ShortestOf(place.Call!) < tokensLeft)
            {
                return false;
            }

            closing = compiled.ClosingOf(place.Call!);
            return closing.Count >= tokensLeft;
        }
    }

    private Place? Step(Place start, int token)
    {
        if (start.IsCall)
        {
            return compiled.After(start.Call!, token) is { } next ? start with { Call = next } : null;
        }

        if (thoughts.TryGetValue(token, out var begins))
        {
            return start with { Thinks = begins, Call = null };
        }

        for (var symbol = CallSyntax.Commit + 1; symbol < tools.Symbols.Count; symbol++)
        {
            if (tools.Symbols[symbol] == token)
            {
                return !start.Thinks && compiled.Automaton.AfterSymbol(compiled.Automaton.Start, symbol) is { } begun ? Committed(start with { Call = begun }) : null;
            }
        }

        var bytes = grammars.Trie.BytesOf(token);
        return bytes.Length == 0 ? null : Step(start, bytes);
    }

    private Place? Step(Place start, ReadOnlySpan<byte> bytes)
    {
        var at = start;
        foreach (var value in bytes)
        {
            if (at.IsCall)
            {
                at.Call = compiled.Automaton.After(at.Call!, value);
                if (at.Call is null)
                {
                    return null;
                }

                continue;
            }

            var mayBegin = !at.Thinks && (tools.Syntax.IsOnlyAtStart ? !at.HasWords : !at.Quotes.IsQuoted);
            at.Call = at.Call is null ? null : compiled.Automaton.After(at.Call, value);
            at.Call ??= mayBegin ? compiled.Automaton.After(compiled.Automaton.Start, value) : null;
            at.HasWords |= value is not ((byte)' ' or (byte)'\n' or (byte)'\t' or (byte)'\r');
            at.Quotes.Take(value);
            at = Committed(at);
        }

        return at;
    }

    private Place Committed(Place at) =>
        at.Call is not null && compiled.Automaton.AfterSymbol(at.Call, CallSyntax.Commit) is { } committed ? at with { Call = committed, IsCall = true } : at;

    private void Renew()
    {
        compiled = grammars.Get(tools.Grammar, tools.Symbols, compiled);
        lock (compiled)
        {
            place = place.Call is null ? place : place with { Call = compiled.Automaton.Import(place.Call) };
            if (compiled.Automaton.IsNearlyFull)
            {
                throw new GrammarTooLargeException();
            }
        }
    }

    // What is being written: words, words that may turn out to be a call, or a call.
    private record struct Place
    {
        public Term? Call;
        public QuoteScanner Quotes;
        public bool IsCall;
        public bool HasWords;
        public bool Thinks;
    }
}

namespace Assistant.Inference.Grammars;

/// <summary>An automaton together with what was found out about a vocabulary's tokens under it.</summary>
/// <param name="automaton">Reads bytes.</param>
/// <param name="trie">The vocabulary.</param>
/// <param name="symbols">The token of each symbol, by the symbol's number.</param>
/// <remarks>Not for two threads at once; whoever shares it takes it as a lock.</remarks>
internal sealed class CompiledGrammar(Automaton automaton, VocabularyTrie trie, IReadOnlyList<int> symbols)
{
    // 16 kB each with 128,000 tokens. A string that is counted has a state for each character: those are not worth keeping.
    private const int MostMasks = 256;

    // Near the limit each step asks for one, of nearly as many states as the text has characters.
    private const int MostClosings = 512;

    private readonly Dictionary<Term, TokenMask> masks = [];
    private readonly Dictionary<Term, int[]> closings = [];

    /// <summary>Reads bytes.</summary>
    public Automaton Automaton { get; } = automaton;

    /// <summary>The state after a token, or null when it may not follow.</summary>
    public Term? After(Term state, int token)
    {
        for (var symbol = 0; symbol < symbols.Count; symbol++)
        {
            if (symbols[symbol] == token)
            {
                return Automaton.AfterSymbol(state, symbol);
            }
        }

        var bytes = trie.BytesOf(token);
        return bytes.Length == 0 ? null : After(state, bytes);
    }

    /// <summary>The state after some bytes, or null when they may not follow.</summary>
    public Term? After(Term state, ReadOnlySpan<byte> bytes)
    {
        Term? next = state;
        for (var index = 0; index < bytes.Length && next is not null; index++)
        {
            next = Automaton.After(next, bytes[index]);
        }

        return next;
    }

    /// <summary>The tokens that may follow and leave enough of the tokens that are left to complete the text.</summary>
    public TokenMask MaskOf(Term state, int tokensLeft)
    {
        if (!masks.TryGetValue(state, out var mask))
        {
            mask = Walk(state, fits: null);
            if (masks.Count >= MostMasks)
            {
                masks.Clear();
            }

            masks[state] = mask;
        }

        return mask.Costliest < tokensLeft ? mask : Walk(state, next => Fits(next, tokensLeft - 1));
    }

    /// <summary>Whether a state can be completed within so many tokens.</summary>
    public bool Fits(Term state, int tokens) => Automaton.ShortestOf(state) <= tokens || ClosingOf(state).Length <= tokens;

    /// <summary>The tokens of the shortest text that completes a state.</summary>
    public int[] ClosingOf(Term state)
    {
        if (!closings.TryGetValue(state, out var closing))
        {
            closing = FindClosing(state);
            if (closings.Count >= MostClosings)
            {
                closings.Clear();
            }

            closings[state] = closing;
        }

        return closing;
    }

    private TokenMask Walk(Term state, Func<Term, bool>? fits)
    {
        var mask = trie.Walk(Automaton, state, fits);
        for (var symbol = 0; symbol < symbols.Count; symbol++)
        {
            // A symbol without a token is only a mark.
            if (symbols[symbol] >= 0 && Automaton.AfterSymbol(state, symbol) is { } next && (fits is null || fits(next)))
            {
                mask.Add(symbols[symbol], Automaton.ShortestOf(next));
            }
        }

        return mask;
    }

    private int[] FindClosing(Term state)
    {
        List<int> tokens = [];
        List<byte> bytes = [];
        while (Automaton.ShortestOf(state) > 0)
        {
            var (step, next) = Automaton.Closing(state);
            if (step < 256)
            {
                bytes.Add((byte)step);
            }
            else
            {
                Spell(bytes, tokens);
                tokens.Add(symbols[step - 256]);
            }

            state = next;
        }

        Spell(bytes, tokens);
        return [.. tokens];
    }

    // The longest token first. From its end the same rule gives the same rest, so a text that is being completed never needs more than was counted.
    private void Spell(List<byte> bytes, List<int> tokens)
    {
        var text = bytes.ToArray();
        for (var at = 0; at < text.Length;)
        {
            var token = trie.LongestAt(text.AsSpan(at));
            if (token < 0)
            {
                throw new LocalModelException("The model's vocabulary has no token for a character that the schema demands.");
            }

            tokens.Add(token);
            at += trie.BytesOf(token).Length;
        }

        bytes.Clear();
    }
}

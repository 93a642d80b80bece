using Assistant.Inference.Grammars;

namespace Assistant.Inference.Tools;

/// <summary>
/// Lets a model write what it likes until it begins a call. A tag that is quoted, in a code fence or between backticks, begins none. Stateless.
/// </summary>
/// <param name="tools">What calls look like.</param>
/// <param name="thoughts">Control tokens that begin (true) or end (false) thoughts, in which nothing is a call.</param>
internal sealed class CallOpening(ToolGrammar tools, IReadOnlyDictionary<int, bool> thoughts)
{
    /// <summary>Where a token leads from words, or null when it may not follow.</summary>
    /// <param name="compiled">The automaton of the calls.</param>
    /// <param name="place">A place before a call.</param>
    /// <param name="token">The token.</param>
    /// <param name="bytes">What it is written as; nothing for control tokens.</param>
    public GrammarPlace? After(CompiledGrammar compiled, GrammarPlace place, int token, ReadOnlySpan<byte> bytes)
    {
        if (thoughts.TryGetValue(token, out var begins))
        {
            return place with { Begun = null, Words = place.Words with { AreThoughts = begins } };
        }

        for (var symbol = CallSyntax.Commit + 1; symbol < tools.Symbols.Count; symbol++)
        {
            if (tools.Symbols[symbol] == token)
            {
                return !place.Words.AreThoughts && compiled.Automaton.AfterSymbol(compiled.Automaton.Start, symbol) is { } begun ? Committed(compiled, place with { Begun = begun }) : null;
            }
        }

        return bytes.Length == 0 ? null : After(compiled, place, bytes);
    }

    private GrammarPlace? After(CompiledGrammar compiled, GrammarPlace place, ReadOnlySpan<byte> bytes)
    {
        for (var index = 0; index < bytes.Length; index++)
        {
            if (place.IsBound)
            {
                return compiled.After(place.Begun!, bytes[index..]) is { } next ? place with { Begun = next } : null;
            }

            var (value, words) = (bytes[index], place.Words);
            var mayBegin = !words.AreThoughts && (tools.Syntax.IsOnlyAtStart ? !words.AreThere : !words.Quotes.IsQuoted);
            var begun = place.Begun is null ? null : compiled.Automaton.After(place.Begun, value);
            begun ??= mayBegin ? compiled.Automaton.After(compiled.Automaton.Start, value) : null;
            words.AreThere |= value is not ((byte)' ' or (byte)'\n' or (byte)'\t' or (byte)'\r');
            words.Quotes.Take(value);
            place = Committed(compiled, new(begun, IsBound: false, words));
        }

        return place;
    }

    private static GrammarPlace Committed(CompiledGrammar compiled, GrammarPlace place) =>
        place.Begun is not null && compiled.Automaton.AfterSymbol(place.Begun, CallSyntax.Commit) is { } committed ? place with { Begun = committed, IsBound = true } : place;
}

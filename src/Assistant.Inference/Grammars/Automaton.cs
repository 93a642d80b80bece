using System.Runtime.CompilerServices;

namespace Assistant.Inference.Grammars;

/// <summary>
/// Reads a text byte by byte under a grammar. A state is the term of all that may still come (a derivative in Brzozowski's sense), found
/// when it is first needed and remembered. Time for a byte is bounded by the size of the table; nothing recurses deeper than the schema.
/// </summary>
/// <remarks>Not for two threads at once: states are remembered while reading.</remarks>
internal sealed class Automaton
{
    /// <summary>More than any shortest text has: no text at all.</summary>
    public const int Dead = int.MaxValue / 4;

    // A pattern whose shortest match lies behind more states than this is refused.
    private const int MostSearched = 5_000;

    private readonly TermTable table;
    private readonly byte[] classOf = new byte[256];
    private readonly List<byte> representatives = [];

    /// <summary>Takes a grammar whose terms are all made.</summary>
    public Automaton(TermTable table, Term start)
    {
        this.table = table;
        Start = start;
        Classify();

        // Inner terms come first, so this needs no recursion however long the grammar is.
        var made = table.Terms.Count;
        for (var index = 0; index < made; index++)
        {
            ShortestOf(table.Terms[index]);
        }
    }

    /// <summary>The state before the first byte.</summary>
    public Term Start { get; }

    /// <summary>How many states it has by now, with what their alternatives count; safe to ask while another thread uses it.</summary>
    public int Terms => table.Size;

    /// <summary>Whether a new one should take over soon.</summary>
    public bool IsNearlyFull => table.IsNearlyFull;

    /// <summary>A state of another automaton of the same grammar.</summary>
    public Term Import(Term state) => table.Import(state);

    /// <summary>The state after a byte, or null when it may not come.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Term? After(Term state, byte value) => Live(Derive(state, classOf[value]));

    /// <summary>The state after a token that stands for no bytes, or null when it may not come.</summary>
    public Term? AfterSymbol(Term state, int symbol) => symbol < table.Symbols ? Live(Derive(state, representatives.Count + symbol)) : null;

    /// <summary>The length of the shortest text that completes a state; <see cref="Dead"/> for none. A symbol counts as one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int ShortestOf(Term term) => term.Shortest >= 0 ? term.Shortest : term.Shortest = FindShortest(term);

    /// <summary>Whether anything may follow.</summary>
    public bool CanGoOn(Term state)
    {
        for (var kind = 0; kind < representatives.Count + table.Symbols; kind++)
        {
            if (Live(Derive(state, kind)) is not null)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The first step of the shortest text that completes a state: a byte, or 256 and more for a symbol.</summary>
    public (int Step, Term Next) Closing(Term state)
    {
        var wanted = ShortestOf(state) - 1;
        for (var kind = 0; kind < representatives.Count + table.Symbols; kind++)
        {
            var next = Derive(state, kind);
            if (ShortestOf(next) == wanted)
            {
                return (kind < representatives.Count ? representatives[kind] : 256 + kind - representatives.Count, next);
            }
        }

        throw new InvalidOperationException("A state has no shortest completion.");
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Term? Live(Term term) => ShortestOf(term) >= Dead ? null : term;

    // Bytes that no set tells apart are one class: some tens instead of 256.
    private void Classify()
    {
        Dictionary<string, byte> classes = [];
        for (var value = 0; value < 256; value++)
        {
            var signature = string.Concat(table.Sets.Select(set => set.Contains((byte)value) ? '1' : '0'));
            if (!classes.TryGetValue(signature, out var known))
            {
                known = (byte)representatives.Count;
                classes[signature] = known;
                representatives.Add((byte)value);
            }

            classOf[value] = known;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Term Derive(Term term, int kind) => term.Next?[kind] ?? FindNext(term, kind);

    private Term FindNext(Term term, int kind)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        var next = term.Kind switch
        {
            TermKind.Bytes => kind < representatives.Count && term.Set.Contains(representatives[kind]) ? table.Empty : table.Nothing,
            TermKind.Symbol => kind == representatives.Count + term.Least ? table.Empty : table.Nothing,
            TermKind.Then => NextOfThen(term, kind),
            TermKind.Either => table.Either(term.Parts.Select(part => Derive(part, kind))),
            TermKind.Repeat => table.Then(
                Derive(term.First!, kind),
                table.Repeat(term.First!, Math.Max(0, term.Least - 1), term.Most == TermTable.Unlimited ? TermTable.Unlimited : term.Most - 1)),
            TermKind.Both => table.Both(term.Parts.Select(part => Derive(part, kind))),
            TermKind.Not => kind < representatives.Count ? table.Not(Derive(term.First!, kind)) : table.Nothing,
            TermKind.MultipleOf => kind < representatives.Count && representatives[kind] is >= (byte)'0' and <= (byte)'9' and var digit
                ? table.MultipleOf(term.Least, (int)(((term.Most * 10L) + digit - '0') % term.Least), started: true)
                : table.Nothing,
            _ => table.Nothing,
        };
        term.Next ??= new Term?[representatives.Count + table.Symbols];
        return term.Next[kind] = next;
    }

    private Term NextOfThen(Term term, int kind)
    {
        var next = table.Then(Derive(term.First!, kind), term.Second!);
        return term.First!.IsNullable ? table.Either(next, Derive(term.Second!, kind)) : next;
    }

    private int FindShortest(Term term) => term.Kind switch
    {
        TermKind.Nothing => Dead,
        TermKind.Empty => 0,
        TermKind.Bytes or TermKind.Symbol => 1,
        TermKind.Then => Math.Min(Dead, ShortestOf(term.First!) + ShortestOf(term.Second!)),
        TermKind.Either => term.Parts.Min(ShortestOf),
        TermKind.Repeat => (int)Math.Min(Dead, (long)term.Least * ShortestOf(term.First!)),
        _ => Search(term),
    };

    // What is cut out of others has no shortest text that could be added up: look for it, and remember the way.
    private int Search(Term start)
    {
        if (start.IsNullable)
        {
            return 0;
        }

        Dictionary<Term, Term?> from = new() { [start] = null };
        List<Term> layer = [start];
        for (var length = 1; layer.Count > 0; length++)
        {
            List<Term> nextLayer = [];
            foreach (var term in layer)
            {
                for (var kind = 0; kind < representatives.Count; kind++)
                {
                    var next = Derive(term, kind);
                    if (next.Kind == TermKind.Nothing || next.Shortest >= Dead || !from.TryAdd(next, term))
                    {
                        continue;
                    }

                    if (next.IsNullable)
                    {
                        return Remember(from, next, length);
                    }

                    nextLayer.Add(next);
                    if (from.Count > MostSearched)
                    {
                        throw new GrammarTooLargeException();
                    }
                }
            }

            layer = nextLayer;
        }

        foreach (var term in from.Keys)
        {
            term.Shortest = Dead;
        }

        return Dead;
    }

    // The end of a shortest way is a shortest way.
    private static int Remember(Dictionary<Term, Term?> from, Term end, int length)
    {
        var distance = 0;
        for (var term = end; term is not null; term = from[term])
        {
            term.Shortest = distance++;
        }

        return length;
    }
}

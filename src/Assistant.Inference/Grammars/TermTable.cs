namespace Assistant.Inference.Grammars;

/// <summary>Makes terms, each only once. What can be simplified is simplified at once, so that the same set of texts mostly is the same term.</summary>
/// <param name="mostTerms">How many terms there may be; of alternatives sixteen count as one more.</param>
internal sealed class TermTable(int mostTerms)
{
    /// <summary>As <see cref="Term.Most"/>: any number of times.</summary>
    public const int Unlimited = int.MaxValue;

    // A text that may begin anywhere has an alternative for each place where it may have begun, in each state anew.
    private const int PartsOfATerm = 16;

    private readonly List<Term> terms = [];
    private readonly Dictionary<(TermKind Kind, int A, int B, int C), Term> simple = [];
    private readonly Dictionary<ByteSet, Term> sets = [];
    private readonly Dictionary<TermParts, Term> lists = [];
    private int size;

    /// <summary>No text.</summary>
    public Term Nothing => Simple(TermKind.Nothing, 0, 0, 0, false);

    /// <summary>The empty text.</summary>
    public Term Empty => Simple(TermKind.Empty, 0, 0, 0, true);

    /// <summary>All terms that were made, the inner before the outer.</summary>
    public IReadOnlyList<Term> Terms => terms;

    /// <summary>All sets of bytes that occur.</summary>
    public IReadOnlyCollection<ByteSet> Sets => sets.Keys;

    /// <summary>How many terms there are, with what their alternatives count.</summary>
    public int Size => size;

    /// <summary>How many different symbols occur, the numbers 0 to this.</summary>
    public int Symbols { get; private set; }

    /// <summary>Whether there is no more room than for a few steps: time to begin with a new table.</summary>
    public bool IsNearlyFull => size > mostTerms - (mostTerms / 4);

    /// <summary>One byte of a set.</summary>
    public Term Bytes(ByteSet set)
    {
        if (!sets.TryGetValue(set, out var term))
        {
            sets[set] = term = set == default ? Nothing : Add(new(terms.Count, TermKind.Bytes, isNullable: false) { Set = set });
        }

        return term;
    }

    /// <summary>Exactly these bytes.</summary>
    public Term Text(ReadOnlySpan<byte> text)
    {
        var term = Empty;
        for (var index = text.Length - 1; index >= 0; index--)
        {
            term = Then(Bytes(ByteSet.Of(text[index])), term);
        }

        return term;
    }

    /// <summary>A token that stands for no bytes.</summary>
    public Term Symbol(int number)
    {
        Symbols = Math.Max(Symbols, number + 1);
        return Simple(TermKind.Symbol, number, 0, 0, false, id => new(id, TermKind.Symbol, isNullable: false) { Least = number });
    }

    /// <summary>One after the other.</summary>
    public Term Then(Term first, Term second) =>
        first.Kind == TermKind.Nothing || second.Kind == TermKind.Nothing ? Nothing
        : first.Kind == TermKind.Empty ? second
        : second.Kind == TermKind.Empty ? first
        : Simple(TermKind.Then, first.Id, second.Id, 0, first.IsNullable && second.IsNullable, id =>
            new(id, TermKind.Then, first.IsNullable && second.IsNullable) { First = first, Second = second });

    /// <summary>One after the other.</summary>
    public Term Sequence(params ReadOnlySpan<Term> parts)
    {
        var term = Empty;
        for (var index = parts.Length - 1; index >= 0; index--)
        {
            term = Then(parts[index], term);
        }

        return term;
    }

    /// <summary>One of them.</summary>
    public Term Either(params IEnumerable<Term> parts)
    {
        var flat = Flat(TermKind.Either, parts);
        flat.RemoveAll(part => part.Kind == TermKind.Nothing);
        return flat.Count == 0 ? Nothing : List(TermKind.Either, flat, flat.Exists(part => part.IsNullable));
    }

    /// <summary>It or nothing.</summary>
    public Term Optional(Term term) => Either(Empty, term);

    /// <summary>It, so many times.</summary>
    public Term Repeat(Term term, int least, int most) =>
        least > most ? Nothing
        : most == 0 || term.Kind == TermKind.Empty ? Empty
        : term.Kind == TermKind.Nothing ? (least == 0 ? Empty : Nothing)
        : (least, most) == (1, 1) ? term
        : Simple(TermKind.Repeat, term.Id, least, most, least == 0 || term.IsNullable, id =>
            new(id, TermKind.Repeat, least == 0 || term.IsNullable) { First = term, Least = least, Most = most });

    /// <summary>What fits all of them.</summary>
    public Term Both(params IEnumerable<Term> parts)
    {
        var flat = Flat(TermKind.Both, parts);
        return flat.Exists(part => part.Kind == TermKind.Nothing) ? Nothing : List(TermKind.Both, flat, flat.TrueForAll(part => part.IsNullable));
    }

    /// <summary>Every text of bytes but these.</summary>
    public Term Not(Term term) => Simple(TermKind.Not, term.Id, 0, 0, !term.IsNullable, id => new(id, TermKind.Not, !term.IsNullable) { First = term });

    /// <summary>Digits that make a multiple of a number together with those before, of which only the remainder counts.</summary>
    public Term MultipleOf(int divisor, int remainder, bool started)
    {
        var isNullable = started && remainder == 0;
        return Simple(TermKind.MultipleOf, divisor, remainder, started ? 1 : 0, isNullable, id => new(id, TermKind.MultipleOf, isNullable) { Least = divisor, Most = remainder, HasStarted = started });
    }

    /// <summary>A term without its empty text, as far as that stands openly among alternatives.</summary>
    public Term WithoutEmpty(Term term) => term.Kind switch
    {
        TermKind.Empty => Nothing,
        TermKind.Either => Either(term.Parts.Where(part => part.Kind != TermKind.Empty)),
        _ => term,
    };

    /// <summary>A term of another table in this one, with all that it is made of.</summary>
    public Term Import(Term term)
    {
        SortedDictionary<int, Term> needed = [];
        Stack<Term> open = new([term]);
        while (open.TryPop(out var next))
        {
            if (needed.TryAdd(next.Id, next))
            {
                foreach (var inner in Inner(next))
                {
                    open.Push(inner);
                }
            }
        }

        // What a term is made of has lower numbers, so it is there when it is needed.
        Dictionary<int, Term> made = [];
        foreach (var (id, other) in needed)
        {
            made[id] = other.Kind switch
            {
                TermKind.Nothing => Nothing,
                TermKind.Empty => Empty,
                TermKind.Bytes => Bytes(other.Set),
                TermKind.Symbol => Symbol(other.Least),
                TermKind.Then => Then(made[other.First!.Id], made[other.Second!.Id]),
                TermKind.Either => Either(other.Parts.Select(part => made[part.Id])),
                TermKind.Repeat => Repeat(made[other.First!.Id], other.Least, other.Most),
                TermKind.Both => Both(other.Parts.Select(part => made[part.Id])),
                TermKind.Not => Not(made[other.First!.Id]),
                _ => MultipleOf(other.Least, other.Most, other.HasStarted),
            };
        }

        return made[term.Id];
    }

    private static Term[] Inner(Term term) => term switch
    {
        { Parts.Length: > 0 } => term.Parts,
        { First: { } first, Second: { } second } => [first, second],
        { First: { } first } => [first],
        _ => [],
    };

    private Term Simple(TermKind kind, int a, int b, int c, bool isNullable, Func<int, Term>? make = null)
    {
        if (!simple.TryGetValue((kind, a, b, c), out var term))
        {
            simple[(kind, a, b, c)] = term = Add(make is null ? new(terms.Count, kind, isNullable) : make(terms.Count));
        }

        return term;
    }

    // Sorted and each only once, so that the order in which they came makes no other term.
    private static List<Term> Flat(TermKind kind, IEnumerable<Term> parts)
    {
        List<Term> flat = [];
        foreach (var part in parts)
        {
            if (part.Kind == kind)
            {
                flat.AddRange(part.Parts);
            }
            else
            {
                flat.Add(part);
            }
        }

        flat.Sort((left, right) => left.Id.CompareTo(right.Id));
        var kept = 0;
        for (var index = 0; index < flat.Count; index++)
        {
            if (index == 0 || flat[index] != flat[index - 1])
            {
                flat[kept++] = flat[index];
            }
        }

        flat.RemoveRange(kept, flat.Count - kept);
        return flat;
    }

    private Term List(TermKind kind, List<Term> list, bool isNullable)
    {
        if (list.Count == 1)
        {
            return list[0];
        }

        Term[] parts = [.. list];
        TermParts key = new(kind, parts);
        if (!lists.TryGetValue(key, out var term))
        {
            lists[key] = term = Add(new(terms.Count, kind, isNullable) { Parts = parts });
        }

        return term;
    }

    private Term Add(Term term)
    {
        size += 1 + (term.Parts.Length / PartsOfATerm);
        if (size > mostTerms)
        {
            throw new GrammarTooLargeException();
        }

        terms.Add(term);
        return term;
    }
}

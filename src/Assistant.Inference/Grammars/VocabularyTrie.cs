using Assistant.Inference.Engine;

namespace Assistant.Inference.Grammars;

/// <summary>All tokens of a vocabulary that stand for text, by their bytes. Built once for each model; never changes, so safe from many threads.</summary>
/// <remarks>Nodes lie in the order in which they are walked, each with the place of the next one that is not below it: a walk reads memory from front to back.</remarks>
internal sealed class VocabularyTrie
{
    private readonly byte[][] bytes;
    private readonly int[] sameAs;
    private readonly byte[] labels;
    private readonly int[] skips;
    private readonly ushort[] depths;
    private readonly int[] tokens;

    /// <summary>Takes the bytes of each token by its id; an empty array for one that may never be written inside of a grammar.</summary>
    public VocabularyTrie(IReadOnlyList<byte[]> tokens)
    {
        bytes = [.. tokens];
        sameAs = new int[bytes.Length];
        Array.Fill(sameAs, -1);
        var order = Enumerable.Range(0, bytes.Length).Where(token => bytes[token].Length is > 0 and <= ushort.MaxValue).ToArray();
        Array.Sort(order, (left, right) => bytes[left].AsSpan().SequenceCompareTo(bytes[right]) is var difference and not 0 ? difference : left.CompareTo(right));
        var nodes = 0;
        byte[] before = [];
        foreach (var token in order)
        {
            nodes += bytes[token].Length - before.AsSpan().CommonPrefixLength(bytes[token]);
            before = bytes[token];
            Longest = Math.Max(Longest, before.Length);
        }

        labels = new byte[nodes];
        skips = new int[nodes];
        depths = new ushort[nodes];
        this.tokens = new int[nodes];
        Fill(order);
    }

    /// <summary>How many tokens there are, those without bytes too.</summary>
    public int Count => bytes.Length;

    /// <summary>The bytes of the longest token.</summary>
    public int Longest { get; }

    /// <summary>How many nodes a walk has.</summary>
    public int Nodes => labels.Length;

    /// <summary>The trie of a model's vocabulary. Control tokens, and those that would steer the model, are no text.</summary>
    public static VocabularyTrie Of(LlamaVocabulary vocabulary) =>
        new([.. Enumerable.Range(0, vocabulary.Count).Select(token => vocabulary.IsText(token) ? vocabulary.Bytes(token) : [])]);

    /// <summary>The bytes that a token stands for; none where it may not be written.</summary>
    public ReadOnlySpan<byte> BytesOf(int token) => bytes[token];

    /// <summary>Finds all tokens that may follow a state.</summary>
    /// <param name="automaton">Reads the bytes.</param>
    /// <param name="state">Where it stands.</param>
    /// <param name="fits">Whether a state that is reached is welcome.</param>
    public TokenMask Walk(Automaton automaton, Term state, Func<Term, bool>? fits = null)
    {
        TokenMask mask = new(Count);
        var path = new Term[Longest + 1];
        path[0] = state;
        for (var node = 0; node < labels.Length;)
        {
            var depth = depths[node];
            var next = automaton.After(path[depth - 1], labels[node]);
            if (next is null)
            {
                node = skips[node];
                continue;
            }

            path[depth] = next;
            var token = tokens[node++];
            if (token >= 0 && (fits is null || fits(next)))
            {
                for (; token >= 0; token = sameAs[token])
                {
                    mask.Add(token, automaton.ShortestOf(next));
                }
            }
        }

        return mask;
    }

    /// <summary>The longest token that a text begins with; -1 when none does.</summary>
    public int LongestAt(ReadOnlySpan<byte> text)
    {
        var (found, node, end) = (-1, 0, labels.Length);
        foreach (var value in text)
        {
            while (node < end && labels[node] != value)
            {
                node = skips[node];
            }

            if (node >= end)
            {
                break;
            }

            found = tokens[node] >= 0 ? tokens[node] : found;
            end = skips[node++];
        }

        return found;
    }

    private void Fill(int[] order)
    {
        var count = 0;
        var open = new int[Longest + 1];
        byte[] before = [];
        foreach (var token in order)
        {
            var common = before.AsSpan().CommonPrefixLength(bytes[token]);
            Close(open, common, before.Length, count);
            if (common == bytes[token].Length)
            {
                // Two tokens of the same bytes: the one with the lower id stands in the trie and leads to the other.
                Last(tokens[open[common]], token);
            }

            for (var depth = common; depth < bytes[token].Length; depth++, count++)
            {
                open[depth + 1] = count;
                labels[count] = bytes[token][depth];
                depths[count] = (ushort)(depth + 1);
                tokens[count] = depth + 1 == bytes[token].Length ? token : -1;
            }

            before = bytes[token];
        }

        Close(open, 0, before.Length, count);
    }

    private void Close(int[] open, int from, int to, int count)
    {
        for (var depth = from + 1; depth <= to; depth++)
        {
            skips[open[depth]] = count;
        }
    }

    private void Last(int first, int token)
    {
        while (sameAs[first] >= 0)
        {
            first = sameAs[first];
        }

        sameAs[first] = token;
    }
}

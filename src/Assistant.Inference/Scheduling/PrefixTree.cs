using Assistant.Inference.Engine;

namespace Assistant.Inference.Scheduling;

/// <summary>
/// The beginnings that were read and are still in the context: system prompts, sources, conversations. Each node has a sequence of the
/// context that shares its cells with the nodes before it and with the requests that rest on it, so a beginning is kept once,
/// however many go on from it.
/// </summary>
/// <remarks>Belongs to the decode thread. What nobody rests on goes first, the longest unused first, from its end.</remarks>
internal sealed class PrefixTree
{
    // Forgetting looks at each cell of the context once, so a node is not shortened by a few tokens at a time.
    private const int LeastForgotten = 256;

    private readonly SequenceMemory memory;
    private readonly Action<int[], int>? leaving;
    private readonly PrefixNode root = new(null, -1, []);
    private readonly List<PrefixNode> nodes = [];
    private readonly Stack<int> free = [];
    private long clock;

    /// <summary>An empty tree.</summary>
    /// <param name="memory">The context's memory.</param>
    /// <param name="firstSequence">The first of the sequences that belong to the tree.</param>
    /// <param name="sequences">How many there are; 0 for a tree that keeps nothing.</param>
    /// <param name="leaving">Is given the tokens from the start, and the sequence that holds them, of what is about to be forgotten.</param>
    public PrefixTree(SequenceMemory memory, int firstSequence, int sequences, Action<int[], int>? leaving = null)
    {
        this.memory = memory;
        this.leaving = leaving;
        for (var sequence = firstSequence + sequences - 1; sequence >= firstSequence; sequence--)
        {
            free.Push(sequence);
        }
    }

    /// <summary>How many tokens it keeps.</summary>
    public int Tokens { get; private set; }

    /// <summary>How many nodes it has.</summary>
    public int Nodes => nodes.Count;

    /// <summary>How many tokens cannot be forgotten, because running requests rest on them.</summary>
    public int PinnedTokens => Pinned(root).Tokens;

    /// <summary>How many tokens from the start of a prompt are known.</summary>
    public PrefixMatch Match(ReadOnlySpan<int> tokens)
    {
        var node = root;
        var length = 0;
        clock++;
        while (length < tokens.Length && node.Child(tokens[length]) is { } child)
        {
            var common = tokens[length..].CommonPrefixLength(child.Tokens);
            length += common;
            node = child;
            node.LastUse = clock;
            if (common < child.Tokens.Length)
            {
                break;
            }
        }

        return new(node, length);
    }

    /// <summary>Keeps tokens that were computed.</summary>
    /// <param name="tokens">All from the start of the prompt.</param>
    /// <param name="sequence">The sequence that holds them. It shares the tree's cells afterwards.</param>
    /// <param name="shared">How many of them it shares with the tree already.</param>
    /// <param name="own">The node that this sequence itself rests on, or null.</param>
    /// <returns>The node that ends with the last of them; null when no place could be found, and nothing has changed.</returns>
    public PrefixNode? Keep(ReadOnlySpan<int> tokens, int sequence, int shared, PrefixNode? own)
    {
        var match = Match(tokens);
        if (NodeAt(match) is not { } node)
        {
            return null;
        }

        var length = match.Length;

        if (length < tokens.Length)
        {
            var rest = tokens[length..];

            // A leaf grows, unless somebody else rests on it, who would hold what he does not need.
            if (node == root || node.Children.Count > 0 || node.Pins > (node == own ? 1 : 0))
            {
                if (TakeSequence(node) is not { } taken)
                {
                    return null;
                }

                if (length > 0)
                {
                    memory.Copy(node.Sequence, taken, 0, length);
                }

                node = Add(node, taken, []);
            }

            memory.Copy(sequence, node.Sequence, length, tokens.Length);
            node.Tokens = [.. node.Tokens, .. rest];
            Tokens += rest.Length;
        }

        // Somebody else computed the same in the meantime: once is enough.
        if (length > shared)
        {
            memory.Forget(sequence, shared, length);
            memory.Copy(node.Sequence, sequence, shared, length);
        }

        return node;
    }

    /// <summary>Takes a beginning with keys and values that were saved. Only into an empty tree.</summary>
    /// <returns>False when llama.cpp refuses it.</returns>
    public bool Plant(KeptPrefix prefix)
    {
        if (nodes.Count > 0 || !free.TryPop(out var sequence))
        {
            return false;
        }

        if (!memory.Restore(sequence, prefix.State) || memory.Length(sequence) != prefix.Tokens.Length || !memory.Holds(sequence, prefix.Tokens.Length))
        {
            memory.Forget(sequence);
            free.Push(sequence);
            return false;
        }

        Add(root, sequence, prefix.Tokens);
        Tokens += prefix.Tokens.Length;
        return true;
    }

    /// <summary>A beginning with its keys and values; null when it is not all there.</summary>
    /// <param name="tokens">The beginning.</param>
    /// <param name="spare">A sequence that is computed and empty.</param>
    public KeptPrefix? Take(int[] tokens, int spare)
    {
        var match = Match(tokens);
        if (match.Length < tokens.Length || match.Length == 0)
        {
            return null;
        }

        memory.Copy(match.Node.Sequence, spare, 0, match.Length);
        KeptPrefix kept = new(tokens, memory.Save(spare));
        memory.Forget(spare);
        return kept;
    }

    /// <summary>The node that ends where a prompt leaves the tree, made by a fork if need be; null when no place could be found.</summary>
    public PrefixNode? NodeAt(PrefixMatch match) =>
        match.Node == root || match.Length == match.Node.End ? match.Node : Split(match.Node, match.Length - match.Node.Start);

    /// <summary>How many of the tokens of a match cannot be forgotten, because running requests rest on them.</summary>
    public int PinnedPart(PrefixMatch match)
    {
        var node = match.Node;
        while (node != root && !Pinned(node).Any)
        {
            node = node.Parent!;
        }

        return Math.Min(node.End, match.Length);
    }

    /// <summary>Forgets until at least this many tokens are gone, or nothing is left that may go.</summary>
    public void Forget(int tokens)
    {
        for (var gone = 0; gone < tokens && LeastUsed() is { } node;)
        {
            gone += Shorten(node, Math.Max(tokens - gone, LeastForgotten));
        }
    }

    private static (int Tokens, bool Any) Pinned(PrefixNode node)
    {
        var (tokens, any) = (0, node.Pins > 0);
        foreach (var child in node.Children)
        {
            var below = Pinned(child);
            tokens += below.Tokens;
            any |= below.Any;
        }

        return (any ? tokens + node.Tokens.Length : tokens, any);
    }

    // The upper part becomes a node of its own, with a sequence of its own; the lower one keeps its sequence and those who rest on it.
    private PrefixNode? Split(PrefixNode node, int at)
    {
        if (TakeSequence(node) is not { } own)
        {
            return null;
        }

        var parent = node.Parent!;
        memory.Copy(node.Sequence, own, 0, node.Start + at);
        parent.Children.Remove(node);
        var upper = Add(parent, own, node.Tokens[..at]);
        node.Tokens = node.Tokens[at..];
        node.Parent = upper;
        upper.Children.Add(node);
        return upper;
    }

    private PrefixNode Add(PrefixNode parent, int sequence, int[] tokens)
    {
        PrefixNode node = new(parent, sequence, tokens) { LastUse = clock };
        parent.Children.Add(node);
        nodes.Add(node);
        return node;
    }

    private int? TakeSequence(PrefixNode keep)
    {
        if (free.Count == 0 && LeastUsed(keep) is { } node)
        {
            Shorten(node, node.Tokens.Length);
        }

        return free.TryPop(out var sequence) ? sequence : null;
    }

    private PrefixNode? LeastUsed(PrefixNode? except = null)
    {
        PrefixNode? least = null;
        foreach (var node in nodes)
        {
            if (node is { Pins: 0, Children.Count: 0 } && node != except && (least is null || node.LastUse < least.LastUse))
            {
                least = node;
            }
        }

        return least;
    }

    private int Shorten(PrefixNode node, int by)
    {
        leaving?.Invoke(node.Path(), node.Sequence);
        if (by < node.Tokens.Length)
        {
            memory.Forget(node.Sequence, node.End - by, node.End);
            node.Tokens = node.Tokens[..^by];
            Tokens -= by;
            return by;
        }

        memory.Forget(node.Sequence);
        node.Parent!.Children.Remove(node);
        nodes.Remove(node);
        free.Push(node.Sequence);
        Tokens -= node.Tokens.Length;
        return node.Tokens.Length;
    }
}

namespace Assistant.Inference.Scheduling;

/// <summary>A stretch of tokens in the <see cref="PrefixTree"/>: what follows one beginning and comes before the next fork.</summary>
internal sealed class PrefixNode(PrefixNode? parent, int sequence, int[] tokens)
{
    /// <summary>The node before this one; null for the root.</summary>
    public PrefixNode? Parent { get; set; } = parent;

    /// <summary>The sequence of the context that holds everything from the start to the end of this node.</summary>
    public int Sequence { get; } = sequence;

    /// <summary>The tokens of this node alone.</summary>
    public int[] Tokens { get; set; } = tokens;

    /// <summary>Where this node starts: the length of all nodes before it.</summary>
    public int Start => Parent?.End ?? 0;

    /// <summary>Where this node ends.</summary>
    public int End => Start + Tokens.Length;

    /// <summary>The nodes after it; no two start with the same token.</summary>
    public List<PrefixNode> Children { get; } = [];

    /// <summary>How many running requests rest on it.</summary>
    public int Pins { get; set; }

    /// <summary>When it was last of use, by the tree's own clock.</summary>
    public long LastUse { get; set; }

    /// <summary>All tokens from the start to the end of this node.</summary>
    public int[] Path()
    {
        var path = new int[End];
        for (var node = this; node is not null; node = node.Parent)
        {
            node.Tokens.CopyTo(path, node.Start);
        }

        return path;
    }

    /// <summary>The child that a token leads to, or null.</summary>
    public PrefixNode? Child(int token)
    {
        foreach (var child in Children)
        {
            if (child.Tokens[0] == token)
            {
                return child;
            }
        }

        return null;
    }
}

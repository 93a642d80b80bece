using System.Runtime.InteropServices;

namespace Assistant.Inference.Scheduling;

/// <summary>A request that has a sequence of the context. Belongs to the decode thread.</summary>
internal sealed class RunningSequence
{
    // Prompt and answer so far.
    private readonly List<int> tokens;

    public RunningSequence(EngineRequest request, int maxTokens)
    {
        Request = request;
        MaxTokens = maxTokens;
        tokens = new(request.Prompt.Count + Math.Min(maxTokens, 1024));
        tokens.AddRange(request.Prompt);
    }

    /// <summary>The request.</summary>
    public EngineRequest Request { get; }

    /// <summary>The id of its sequence; -1 while it has none.</summary>
    public int Sequence { get; set; } = -1;

    /// <summary>The most tokens that may be written.</summary>
    public int MaxTokens { get; }

    /// <summary>Prompt and answer so far.</summary>
    public ReadOnlySpan<int> Tokens => CollectionsMarshal.AsSpan(tokens);

    /// <summary>How many tokens were written.</summary>
    public int Written => tokens.Count - Request.Prompt.Count;

    /// <summary>How many tokens the context holds.</summary>
    public int Computed { get; set; }

    /// <summary>How many tokens are still to be computed before the next one can be chosen.</summary>
    public int Pending => tokens.Count - Computed;

    /// <summary>How many tokens it shares with the tree.</summary>
    public int Shared { get; private set; }

    /// <summary>How many tokens of the prompt were known when it started.</summary>
    public int Cached { get; set; }

    /// <summary>The node that it rests on, or null.</summary>
    public PrefixNode? Node { get; private set; }

    /// <summary>Where its logits are in the running step; -1 when it has none there.</summary>
    public int Output { get; set; } = -1;

    /// <summary>How many of its tokens the running step computes.</summary>
    public int Carried { get; set; }

    /// <summary>Adds a token to the answer.</summary>
    public void Write(int token) => tokens.Add(token);

    /// <summary>Rests on a node, or on none.</summary>
    public void RestOn(PrefixNode? node, int shared)
    {
        if (node is not null)
        {
            node.Pins++;
        }

        if (Node is not null)
        {
            Node.Pins--;
        }

        (Node, Shared) = (node, shared);
    }
}

namespace Assistant.Core;

/// <summary>Finds the passages that a question is answered from.</summary>
public interface IRetriever
{
    /// <summary>Retrieves, fuses and ranks.</summary>
    /// <param name="question">The question; its asker decides what is seen, its earlier turns help a follow-up.</param>
    /// <param name="top">How many passages at most.</param>
    /// <param name="mode">Which lists to use.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    Task<RetrievedPassages> RetrieveAsync(Question question, int top, RetrievalMode mode, CancellationToken cancellationToken);
}

/// <summary>Which lists a search uses.</summary>
public enum RetrievalMode
{
    /// <summary>Words and vectors, fused.</summary>
    Hybrid,

    /// <summary>Words alone.</summary>
    Lexical,

    /// <summary>Vectors alone.</summary>
    Dense,
}

/// <summary>What a search found.</summary>
/// <param name="Passages">Ranked, best first, ties broken by passage id.</param>
/// <param name="Mode">The mode that was really used: hybrid falls back to lexical without an embedder, without vectors, or for a language that the embedder does not know.</param>
public sealed record RetrievedPassages(IReadOnlyList<RankedPassage> Passages, RetrievalMode Mode);

/// <summary>A passage with its scores.</summary>
/// <param name="Passage">The passage.</param>
/// <param name="Score">What the ranking went by.</param>
public sealed record RankedPassage(Passage Passage, double Score)
{
    /// <summary>A score between 0 and about 1 that is comparable between questions, for thresholds and "nothing found".</summary>
    public double Comparable { get; init; }

    /// <summary>The BM25 score, or null when the lexical list does not have it.</summary>
    public double? Lexical { get; init; }

    /// <summary>The cosine, or null when the dense list does not have it.</summary>
    public double? Dense { get; init; }
}

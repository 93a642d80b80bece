namespace Assistant.Core;

/// <summary>Both lists of a search with their scores, best first, ties broken by passage id. Fusing them is the retriever's work.</summary>
/// <remarks>
/// Where both are asked for, each list also scores what only the other one found, so that a fusion knows both scores of every
/// candidate: a list then has up to twice <see cref="PassageQuery.Top"/> matches. What has none of the words, or no vector, stays out.
/// </remarks>
/// <param name="Lexical">Passages by BM25.</param>
/// <param name="Dense">Passages by cosine.</param>
/// <param name="IdfSum">The sum of the question's term idfs (weight 1 text only): BM25 divided by it is comparable between questions. 0 when no term is known.</param>
public sealed record PassageMatches(IReadOnlyList<PassageMatch> Lexical, IReadOnlyList<PassageMatch> Dense, double IdfSum)
{
    /// <summary>Nothing found.</summary>
    public static PassageMatches None { get; } = new([], [], 0);
}

/// <summary>A passage with one list's score.</summary>
/// <param name="Passage">The passage.</param>
/// <param name="Score">BM25 (0 and up) or cosine (-1 to 1).</param>
public readonly record struct PassageMatch(Passage Passage, double Score);

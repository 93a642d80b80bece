namespace Assistant.Core;

/// <summary>Scores sentences against a question by words and by vectors, with the same embedder that passages have.</summary>
public interface ISentenceScorer
{
    /// <summary>One score per sentence, in their order.</summary>
    Task<IReadOnlyList<SentenceScore>> ScoreAsync(string question, IReadOnlyList<string> sentences, CancellationToken cancellationToken);
}

/// <summary>How well a sentence fits a question.</summary>
/// <param name="Lexical">BM25 among the sentences given, divided by the sum of the question's idfs: 0 to about 1.</param>
/// <param name="Agreement">
/// Cosine, mapped by what the embedder's cosines mean: 0 for nothing in common, 1 for full agreement. Null when no embedder is at hand or the
/// question's language is not the embedder's.
/// </param>
public readonly record struct SentenceScore(double Lexical, double? Agreement);

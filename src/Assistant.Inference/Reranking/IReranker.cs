namespace Assistant.Inference.Reranking;

/// <summary>Tells how well texts answer a query, by reading both together.</summary>
public interface IReranker
{
    /// <summary>The model's name.</summary>
    string Model { get; }

    /// <summary>Scores the texts.</summary>
    /// <param name="query">What is asked.</param>
    /// <param name="texts">The texts; an empty list gives an empty result.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>One score for each text, in their order; larger is better. Scores compare within one model only.</returns>
    /// <exception cref="LocalModelException">The model can't be loaded or computes nonsense.</exception>
    Task<IReadOnlyList<RerankScore>> RerankAsync(string query, IReadOnlyList<string> texts, CancellationToken cancellationToken = default);
}

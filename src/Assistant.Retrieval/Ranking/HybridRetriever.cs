using Assistant.Core;
using Assistant.Core.Text;
using Microsoft.Extensions.Options;

namespace Assistant.Retrieval.Ranking;

/// <summary>Searches by words and by vectors and fuses the lists; by words alone where vectors cannot help.</summary>
internal sealed class HybridRetriever(IPassageIndex index, QuestionEmbedder embedder, IOptions<RetrievalOptions> options) : IRetriever
{
    /// <inheritdoc/>
    public async Task<RetrievedPassages> RetrieveAsync(Question question, int top, RetrievalMode mode, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(question);
        ArgumentOutOfRangeException.ThrowIfNegative(top);
        var vector = await VectorAsync(question, mode, cancellationToken);
        var matches = await index.SearchAsync(
            new()
            {
                Words = mode == RetrievalMode.Dense ? [] : FollowUp.Words(question),
                Vector = vector ?? default,
                Embedder = vector is null ? "" : embedder.Name,
                Top = Math.Max(options.Value.Candidates, top),
                Collections = question.Collections,
                Tags = question.Tags,
            },
            question.Asker,
            cancellationToken);
        return mode == RetrievalMode.Dense
            ? new(ConvexFusion.Dense(matches, embedder.Profile, top), RetrievalMode.Dense)
            : matches.Dense.Count == 0
                ? new(ConvexFusion.Lexical(matches, top), RetrievalMode.Lexical)
                : new(ConvexFusion.Hybrid(matches, embedder.Profile, top), RetrievalMode.Hybrid);
    }

    private async Task<ReadOnlyMemory<float>?> VectorAsync(Question question, RetrievalMode mode, CancellationToken cancellationToken)
    {
        if (mode == RetrievalMode.Lexical)
        {
            return null;
        }

        // A hybrid search can do without vectors. Whoever asks for vectors alone wants them, or to know that there are none.
        var helps = embedder.IsAtHand && (mode == RetrievalMode.Dense || embedder.Profile.Knows(LanguageGuess.Of(question.Text)));
        var vector = helps ? await embedder.QuestionAsync(question.Text, question.EarlierTurns, cancellationToken) : null;
        return vector is null && mode == RetrievalMode.Dense
            ? throw new AssistantException(
                "no_embedder", "There is no embedder that works, so there is no search by vectors alone.", "'assistant doctor' tells why; a hybrid or lexical search works without.")
            : vector;
    }
}

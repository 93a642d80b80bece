using Assistant.Core;
using Assistant.Orchestration.Checking;
using Assistant.Orchestration.Grounding;

namespace Assistant.Orchestration.Answering;

/// <summary>Puts an answer together from the best sentences of the passages, in reading order, without doubles.</summary>
internal sealed class ExtractiveAnswer(ISentenceScorer scorer, AnsweringOptions options)
{
    // Set on kb_18f and qa_clapnq with the shipped MiniLM (run: the room's tuning run of 2026-11-24).
    private const double DenseWeight = 0.5;
    private const double RankWeight = 0.25;

    private const double HeadingAlone = 0.75;

    // Two sentences that share this many of the shorter one's stems say the same.
    private const double SameShare = 0.8;

    /// <summary>The sentences to quote, and how well the best one agrees with the question.</summary>
    public async Task<QuotedAnswer> QuoteAsync(Question question, IReadOnlyList<RankedPassage> ranked, EvidenceShelf shelf, CancellationToken cancellationToken)
    {
        var candidates = Candidates(question, ranked, shelf);
        if (candidates.Count == 0)
        {
            return new([], null);
        }

        var scores = await scorer.ScoreAsync(question.Text, [.. candidates.Select(candidate => ScoredText(candidate))], cancellationToken);
        var best = ranked[0].Score;
        var scored = candidates
            .Select((candidate, i) => (Sentence: candidate, Score: OwnShare(question, candidate, shelf) * ScoreOf(scores[i], best > 0 ? ranked[candidate.Rank].Score / best : 0)))
            .OrderByDescending(item => item.Score)
            .ThenBy(item => item.Sentence.Passage.Id, StringComparer.Ordinal)
            .ThenBy(item => item.Sentence.Index)
            .ToList();
        return new(Reading(Chosen(scored, shelf)), scores.Max(score => score.Agreement));
    }

    private static double ScoreOf(SentenceScore score, double rankShare)
    {
        var words = Math.Min(1, score.Lexical);
        var agreement = score.Agreement is { } dense ? ((1 - DenseWeight) * words) + (DenseWeight * dense) : words;
        return ((1 - RankWeight) * agreement) + (RankWeight * Math.Clamp(rankShare, 0, 1));
    }

    // A sentence that has nothing of the question but its heading says little by itself ("The more we do it, the better we'll get at it.").
    private static double OwnShare(Question question, QuotedSentence sentence, EvidenceShelf shelf)
    {
        var language = shelf.Of(sentence.Passage).Language;
        var asked = shelf.Reader.Claim(question.Text, language).Stems;
        return asked.Count == 0 || shelf.Reader.Claim(sentence.Text, language).Overlap(asked) > 0 ? 1 : HeadingAlone;
    }

    // A short sentence is understood from the heading above it.
    private static string ScoredText(QuotedSentence sentence) =>
        sentence.Alone.Length < 80 && sentence.Passage.HeadingPath is [.., var heading] ? $"{heading}: {sentence.Text}" : sentence.Text;

    // Words alone decide which sentences are worth an embedding: each costs the embedder some milliseconds.
    private List<QuotedSentence> Candidates(Question question, IReadOnlyList<RankedPassage> ranked, EvidenceShelf shelf)
    {
        var sentences = QuotableSentences.Of(ranked, shelf).ToList();
        if (sentences.Count <= options.ScoredSentences)
        {
            return sentences;
        }

        return [.. sentences
            .Select((sentence, place) => (Sentence: sentence, Place: place, Share: WordShare(question, sentence, shelf) + (1d / (2 + sentence.Rank))))
            .OrderByDescending(item => item.Share)
            .ThenBy(item => item.Place)
            .Take(options.ScoredSentences)
            .OrderBy(item => item.Place)
            .Select(item => item.Sentence)];
    }

    private static double WordShare(Question question, QuotedSentence sentence, EvidenceShelf shelf)
    {
        var language = shelf.Of(sentence.Passage).Language;
        var asked = shelf.Reader.Claim(question.Text, language).Stems;
        return asked.Count == 0 ? 0 : shelf.Reader.Claim(ScoredText(sentence), language).Overlap(asked) / (double)asked.Count;
    }

    private List<QuotedSentence> Chosen(List<(QuotedSentence Sentence, double Score)> scored, EvidenceShelf shelf)
    {
        List<QuotedSentence> chosen = [];
        List<Statement> read = [];
        foreach (var (sentence, score) in scored)
        {
            if (chosen.Count == options.QuotedSentences || score < options.QuotedShare * scored[0].Score)
            {
                break;
            }

            var statement = shelf.Reader.Claim(sentence.Text, shelf.Of(sentence.Passage).Language);
            if (!read.Any(other => SaySame(statement, other)))
            {
                chosen.Add(sentence);
                read.Add(statement);
            }
        }

        return chosen;
    }

    private static bool SaySame(Statement one, Statement other)
    {
        var fewer = Math.Min(one.Stems.Count, other.Stems.Count);
        return fewer > 0 && one.Overlap(other.Stems) >= SameShare * fewer;
    }

    // Documents by their best passage, each read from top to bottom; context that the sentence before already gave is not said twice.
    private static List<QuotedSentence> Reading(List<QuotedSentence> chosen)
    {
        var order = chosen.GroupBy(sentence => sentence.Passage.DocumentId, StringComparer.Ordinal)
            .OrderBy(document => document.Min(sentence => sentence.Rank))
            .SelectMany(document => document.OrderBy(sentence => sentence.Passage.Ordinal).ThenBy(sentence => sentence.Index))
            .ToList();
        for (var i = 1; i < order.Count; i++)
        {
            var (before, sentence) = (order[i - 1], order[i]);
            var context = sentence.Text[..^sentence.Alone.Length].Trim();
            if (context.Length > 0 && before.Passage == sentence.Passage && before.Text.Contains(context, StringComparison.Ordinal))
            {
                order[i] = sentence with { Text = sentence.Alone };
            }
        }

        return order;
    }
}

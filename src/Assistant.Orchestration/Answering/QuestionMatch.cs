using Assistant.Core;
using Assistant.Core.Text;
using Assistant.Orchestration.Checking;
using Assistant.Orchestration.Grounding;

namespace Assistant.Orchestration.Answering;

/// <summary>Tells whether the passages found are about what was asked, so that there is something to answer from.</summary>
/// <param name="Comparable">The best passage's comparable score.</param>
/// <param name="Coverage">The share of the question's content words in the best passage, names and numbers counted twice.</param>
/// <param name="Agreement">How well the best sentence agrees with the question by vectors, 0 to 1; null where there are none.</param>
internal readonly record struct QuestionMatch(double Comparable, double Coverage, double? Agreement)
{
    // AnsweringOptions has the figures.
    private const double AgreementWeight = 0.62;

    // A name or a number tells more of what is asked than a common word does.
    private const double NameWeight = 2;

    /// <summary>Whether there is something to answer from.</summary>
    public bool Suffices(AnsweringOptions options) => Comparable >= options.MinComparable && Coverage >= options.MinQuestionCoverage && (Agreement is { } agreement
        ? (AgreementWeight * agreement) + ((1 - AgreementWeight) * Coverage) >= options.MinEvidence
        : (Comparable + Coverage) / 2 >= options.MinEvidenceByWords);

    /// <summary>Measures the passages, best first, against the question.</summary>
    public static QuestionMatch Of(Question question, IReadOnlyList<RankedPassage> ranked, double? agreement, EvidenceShelf shelf)
    {
        if (ranked.Count == 0)
        {
            return default;
        }

        // A follow-up ("and for contractors?") is about what was asked before, too.
        string[] texts = question.EarlierTurns is [.., var last] ? [question.Text, $"{last}\n{question.Text}"] : [question.Text];
        var best = ranked.Take(5).Max(item => texts.Max(text => CoverageOf(text, shelf.Of(item.Passage), shelf)));

        // Words of another language cannot be found; where an embedder knows both, its vectors alone tell.
        var language = LanguageGuess.Of(question.Text);
        if (agreement is { } value && language != LanguageGuess.Unknown && language != shelf.Of(ranked[0].Passage).Language)
        {
            best = Math.Max(best, value);
        }

        return new(ranked.Max(item => item.Comparable), best, agreement);
    }

    private static double CoverageOf(string question, PassageEvidence passage, EvidenceShelf shelf)
    {
        var language = LanguageGuess.Of(question);
        var words = shelf.Reader.ContentWords(question, language == LanguageGuess.Unknown ? passage.Language : language).DistinctBy(word => word.Stem).ToList();
        if (words.Count == 0)
        {
            return 1;
        }

        double WeightOf(Word word) => IsTelling(word) ? NameWeight : 1;
        return words.Where(passage.Carries).Sum(WeightOf) / words.Sum(WeightOf);
    }

    private static bool IsTelling(Word word) => word.Start > 0 && word.StartsUpper || word.Text.Any(char.IsAsciiDigit);
}

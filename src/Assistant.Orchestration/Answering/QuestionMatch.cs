using Assistant.Core;
using Assistant.Core.Text;
using Assistant.Orchestration.Checking;
using Assistant.Orchestration.Grounding;

namespace Assistant.Orchestration.Answering;

/// <summary>Tells whether the passages found are about what was asked, so that there is something to answer from.</summary>
/// <param name="Comparable">The best passage's comparable score.</param>
/// <param name="Coverage">The share of the question's content words in the best passage, names and numbers counted twice.</param>
internal readonly record struct QuestionMatch(double Comparable, double Coverage)
{
    // A name or a number tells more of what is asked than a common word does.
    private const double NameWeight = 2;

    public bool Suffices(AnsweringOptions options) =>
        Comparable >= options.MinComparable && Coverage >= options.MinQuestionCoverage && Comparable + Coverage >= options.MinEvidence;

    /// <summary>Measures the passages, best first, against the question.</summary>
    public static QuestionMatch Of(Question question, IReadOnlyList<RankedPassage> ranked, EvidenceShelf shelf)
    {
        if (ranked.Count == 0)
        {
            return default;
        }

        // A follow-up ("and for contractors?") is about what was asked before, too.
        string[] texts = question.EarlierTurns is [.., var last] ? [question.Text, $"{last}\n{question.Text}"] : [question.Text];
        var best = ranked.Take(5).Max(item => texts.Max(text => CoverageOf(text, shelf.Of(item.Passage), shelf)));
        return new(ranked.Max(item => item.Comparable), best);
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

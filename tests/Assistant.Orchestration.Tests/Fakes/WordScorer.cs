using Assistant.Core;

namespace Assistant.Orchestration.Tests.Fakes;

/// <summary>Scores sentences by the share of the question's longer words that they have.</summary>
internal sealed class WordScorer : ISentenceScorer
{
    public int Scored { get; private set; }

    public Task<IReadOnlyList<SentenceScore>> ScoreAsync(string question, IReadOnlyList<string> sentences, CancellationToken cancellationToken)
    {
        Scored = sentences.Count;
        PlainAnalyzer analyzer = new();
        var asked = analyzer.Analyze(question, "en").Where(term => term.Length > 3).Select(term => term.Text).ToHashSet();
        return Task.FromResult<IReadOnlyList<SentenceScore>>(
            [.. sentences.Select(sentence => new SentenceScore(asked.Count == 0 ? 0 : analyzer.Analyze(sentence, "en").Select(term => term.Text).Distinct().Count(asked.Contains) / (double)asked.Count, null))]);
    }
}

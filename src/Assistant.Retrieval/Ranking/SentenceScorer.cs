using System.Numerics.Tensors;
using Assistant.Core;
using Assistant.Core.Text;
using Assistant.Retrieval.Index.Local.Lexical;

namespace Assistant.Retrieval.Ranking;

/// <summary>Scores sentences by BM25 among themselves and by cosine.</summary>
internal sealed class SentenceScorer(ITextAnalyzer analyzer, QuestionEmbedder embedder) : ISentenceScorer
{
    /// <inheritdoc/>
    public async Task<IReadOnlyList<SentenceScore>> ScoreAsync(string question, IReadOnlyList<string> sentences, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(question);
        ArgumentNullException.ThrowIfNull(sentences);
        if (sentences.Count == 0)
        {
            return [];
        }

        var agreements = await AgreementsAsync(question, sentences, cancellationToken);
        var lexical = Lexical(question, sentences);
        return [.. lexical.Select((score, at) => new SentenceScore(score, agreements?[at]))];
    }

    private async Task<double[]?> AgreementsAsync(string question, IReadOnlyList<string> sentences, CancellationToken cancellationToken)
    {
        if (!embedder.IsAtHand
            || !embedder.Profile.Knows(LanguageGuess.Of(question))
            || await embedder.QuestionAsync(question, [], cancellationToken) is not { } asked
            || await embedder.SentencesAsync(sentences, cancellationToken) is not { } vectors)
        {
            return null;
        }

        return [.. vectors.Select(vector => embedder.Profile.Agreement(TensorPrimitives.Dot(asked.Span, vector.Span)))];
    }

    // The rarity of a word among so few sentences says little, but it is what tells the sentences of one passage apart.
    private double[] Lexical(string question, IReadOnlyList<string> sentences)
    {
        var language = LanguageGuess.Of(string.Join(' ', sentences));
        var texts = sentences.Select(sentence => Counted(sentence, language)).ToList();
        var average = Math.Max(1, texts.Average(text => text.Values.Sum()));
        var scores = new double[sentences.Count];
        double idfSum = 0;
        foreach (var word in analyzer.Analyze(question, language).Select(term => term.Text).Distinct(StringComparer.Ordinal))
        {
            var having = texts.Count(text => text.ContainsKey(word));
            if (having == 0)
            {
                continue;
            }

            var idf = Bm25.Idf(texts.Count, having);
            idfSum += idf;
            for (var at = 0; at < texts.Count; at++)
            {
                double count = texts[at].GetValueOrDefault(word);
                scores[at] += idf * count / (count + (Bm25.K1 * (1 - Bm25.B + (Bm25.B * texts[at].Values.Sum() / average))));
            }
        }

        return idfSum == 0 ? scores : [.. scores.Select(score => score / idfSum)];
    }

    private Dictionary<string, int> Counted(string sentence, string language) =>
        analyzer.Analyze(sentence, language).CountBy(term => term.Text, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
}

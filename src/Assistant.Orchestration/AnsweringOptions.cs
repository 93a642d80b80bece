using System.ComponentModel.DataAnnotations;

namespace Assistant.Orchestration;

/// <summary>How questions are answered. Bound from the <c>Assistant:Answering</c> section.</summary>
public sealed class AnsweringOptions : IValidatableObject
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Assistant:Answering";

    /// <summary>How many passages are retrieved to answer from.</summary>
    /// <value>The default is 10.</value>
    [Range(1, 50)]
    public int Passages { get; set; } = 10;

    /// <summary>How many numbered sources a model is given at most; neighbouring passages of one document are one source.</summary>
    /// <value>The default is 8.</value>
    [Range(1, 20)]
    public int Sources { get; set; } = 8;

    /// <summary>How many tokens a model may write; a quarter of its context if that is less.</summary>
    /// <value>The default is 512.</value>
    [Range(16, 8192)]
    public int MaxOutputTokens { get; set; } = 512;

    /// <summary>The share of a written sentence's content words that must stand in the passages it cites.</summary>
    /// <value>The default is 0.75.</value>
    [Range(0.3, 1)]
    public double SentenceCoverage { get; set; } = 0.75;

    /// <summary>How many sentences an answer quotes at most.</summary>
    /// <value>The default is 3.</value>
    [Range(1, 5)]
    public int QuotedSentences { get; set; } = 3;

    /// <summary>A further sentence is quoted while its score is at least this share of the best one's.</summary>
    /// <value>The default is 0.8.</value>
    [Range(0, 1)]
    public double QuotedShare { get; set; } = 0.8;

    /// <summary>How many sentences are scored at most; the scorer embeds each of them.</summary>
    /// <value>The default is 20.</value>
    [Range(1, 200)]
    public int ScoredSentences { get; set; } = 20;

    /// <summary>Below this comparable score of the best passage nothing is answered.</summary>
    /// <value>The default is 0.15: no question of the development sets that has an answer stays below.</value>
    [Range(0, 1)]
    public double MinComparable { get; set; } = 0.15;

    /// <summary>Below this share of the question's content words in the best passage nothing is answered, unless question and passage are in different languages.</summary>
    /// <value>The default is 0.25: no question of the development sets that has an answer stays below.</value>
    [Range(0, 1)]
    public double MinQuestionCoverage { get; set; } = 0.25;

    // Set on the two development sets (qa_clapnq: 150 questions with and 150 without an answer in passages on their topic; kb_18f: 20
    // and 4), all-MiniLM-L6-v2, 2026-11-24. What tells best whether there is an answer (area under the curve on clapnq): 0.62 of the best
    // sentence's agreement + 0.38 of the coverage .864; the comparable score alone .812, the coverage alone .734. At .65: 75 % of the
    // unanswerable are refused and 18 % of the answerable (kb_18f: 3 of 4 and 0 of 20); at .60: 56 % and 9 %.

    /// <summary>Where sentences have vectors: below this evidence (0.62 of the best sentence's agreement with the question and 0.38 of the question's words found) nothing is answered.</summary>
    /// <value>The default is 0.65.</value>
    [Range(0, 1)]
    public double MinEvidence { get; set; } = 0.65;

    // By words alone on the same sets: .751; at .42 clapnq 57 % and 17 %, kb_18f 2 of 4 and 0 of 20.

    /// <summary>Where there are words only: below this evidence (half of the comparable score and half of the question's words found) nothing is answered.</summary>
    /// <value>The default is 0.42.</value>
    [Range(0, 1)]
    public double MinEvidenceByWords { get; set; } = 0.42;

    /// <summary>How many earlier turns of a conversation help to understand a question.</summary>
    /// <value>The default is 3.</value>
    [Range(0, 20)]
    public int EarlierTurns { get; set; } = 3;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (ScoredSentences < QuotedSentences)
        {
            yield return new($"{Section}:{nameof(ScoredSentences)} ({ScoredSentences}) must be at least {nameof(QuotedSentences)} ({QuotedSentences}).", [nameof(ScoredSentences)]);
        }
    }
}

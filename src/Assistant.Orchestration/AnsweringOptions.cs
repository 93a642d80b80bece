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
    /// <value>The default is 24.</value>
    [Range(1, 200)]
    public int ScoredSentences { get; set; } = 24;

    /// <summary>Below this comparable score of the best passage nothing is answered.</summary>
    /// <value>The default is 0.3.</value>
    [Range(0, 1)]
    public double MinComparable { get; set; } = 0.3;

    /// <summary>Below this share of the question's content words in the best passage nothing is answered.</summary>
    /// <value>The default is 0.4.</value>
    [Range(0, 1)]
    public double MinQuestionCoverage { get; set; } = 0.4;

    /// <summary>Below this sum of the best passage's comparable score and its question coverage nothing is answered.</summary>
    /// <value>The default is 1.</value>
    [Range(0, 2)]
    public double MinEvidence { get; set; } = 1;

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

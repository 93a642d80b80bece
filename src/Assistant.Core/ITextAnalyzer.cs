namespace Assistant.Core;

/// <summary>Turns text into the terms that search goes by: broken into words, folded, stemmed by language.</summary>
/// <remarks>The same text in the same language always gives the same terms. Safe for many threads.</remarks>
public interface ITextAnalyzer
{
    /// <summary>The terms of a text in their order, with doubles.</summary>
    /// <param name="text">The text.</param>
    /// <param name="language">A two-letter code; <c>und</c> for unknown (no stemming of Latin words).</param>
    IReadOnlyList<Term> Analyze(string text, string language);
}

/// <summary>A term and where its word stands.</summary>
/// <param name="Text">The stemmed form.</param>
/// <param name="Start">Where the word starts in the text, in UTF-16 units.</param>
/// <param name="Length">The word's length in UTF-16 units.</param>
public readonly record struct Term(string Text, int Start, int Length);

using Assistant.Core;

namespace Assistant.Server.Lines;

/// <summary>What a search found.</summary>
internal sealed record SearchReport(string Query, RetrievalMode Mode, IReadOnlyList<SearchHit> Hits, double ElapsedMs);

/// <summary>One passage that was found.</summary>
/// <param name="Rank">Counted from 1.</param>
/// <param name="Score">What the ranking went by; comparable within one search.</param>
/// <param name="Document">The document's name.</param>
/// <param name="Title">Its title.</param>
/// <param name="Page">The page, or null.</param>
/// <param name="Section">The headings above, joined by <c> &gt; </c>.</param>
/// <param name="Text">The passage.</param>
/// <param name="Passage">The passage's id.</param>
/// <param name="DocumentId">The document's id.</param>
/// <param name="Collection">The collection.</param>
internal sealed record SearchHit(
    int Rank,
    double Score,
    string Document,
    string Title,
    int? Page,
    string Section,
    string Text,
    string Passage,
    string DocumentId,
    string Collection)
{
    /// <summary>The hit of a ranked passage.</summary>
    public static SearchHit Of(RankedPassage ranked, int rank) => new(
        rank,
        Math.Round(ranked.Score, 6),
        ranked.Passage.DocumentName,
        ranked.Passage.Title,
        ranked.Passage.Page,
        ranked.Passage.Section,
        ranked.Passage.Text,
        ranked.Passage.Id,
        ranked.Passage.DocumentId,
        ranked.Passage.Collection);
}

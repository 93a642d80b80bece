using Assistant.Core;

namespace Assistant.Retrieval.Ranking;

/// <summary>Joins the two lists of a search into one ranking.</summary>
/// <remarks>
/// Convex combination as in Bruch, Gai and Ingber (TOIS 2023), with the normalisation measured in specs/retrieval.md, section 6:
/// (1 - w) BM25 / max BM25 + w (cos - f) / (max cos - f), cut below at 0. Comparable between questions are BM25 / sum of idfs and
/// (cos - f) / (c - f) with the same weights.
/// </remarks>
internal static class ConvexFusion
{
    /// <summary>Ranks what either list has.</summary>
    public static IReadOnlyList<RankedPassage> Hybrid(PassageMatches matches, EmbedderProfile profile, int top)
    {
        Dictionary<Passage, (double? Lexical, double? Dense)> scores = [];
        foreach (var match in matches.Lexical)
        {
            scores[match.Passage] = (match.Score, null);
        }

        foreach (var match in matches.Dense)
        {
            scores[match.Passage] = (scores.GetValueOrDefault(match.Passage).Lexical, match.Score);
        }

        var maxLexical = matches.Lexical.Count > 0 ? matches.Lexical.Max(match => match.Score) : 0;
        var maxDense = matches.Dense.Count > 0 ? matches.Dense.Max(match => match.Score) : 0;
        return Ranked(
            scores.Select(pair =>
            {
                var words = Share(pair.Value.Lexical ?? 0, 0, maxLexical);
                var comparableWords = Share(pair.Value.Lexical ?? 0, 0, matches.IdfSum);
                return new RankedPassage(pair.Key, Joined(words, Share(pair.Value.Dense, profile.Floor, maxDense), profile))
                {
                    Comparable = Joined(comparableWords, Share(pair.Value.Dense, profile.Floor, profile.Ceiling), profile),
                    Lexical = pair.Value.Lexical,
                    Dense = pair.Value.Dense,
                };
            }),
            top);
    }

    /// <summary>Ranks the lexical list by itself.</summary>
    public static IReadOnlyList<RankedPassage> Lexical(PassageMatches matches, int top) => Ranked(
        matches.Lexical.Select(match => new RankedPassage(match.Passage, match.Score)
        {
            Comparable = Share(match.Score, 0, matches.IdfSum),
            Lexical = match.Score,
        }),
        top);

    /// <summary>Ranks the dense list by itself.</summary>
    public static IReadOnlyList<RankedPassage> Dense(PassageMatches matches, EmbedderProfile profile, int top) => Ranked(
        matches.Dense.Select(match => new RankedPassage(match.Passage, match.Score)
        {
            Comparable = Share(match.Score, profile.Floor, profile.Ceiling),
            Dense = match.Score,
        }),
        top);

    // A passage without a vector is not one that disagrees: vectors are still on their way, and its words speak for both lists.
    private static double Joined(double words, double? dense, EmbedderProfile profile) =>
        dense is { } known ? ((1 - profile.Weight) * words) + (profile.Weight * known) : words;

    private static double? Share(double? score, double floor, double full) => score is { } known ? Share(known, floor, full) : null;

    private static double Share(double score, double floor, double full) => full > floor ? Math.Max(0, (score - floor) / (full - floor)) : 0;

    private static IReadOnlyList<RankedPassage> Ranked(IEnumerable<RankedPassage> passages, int top) =>
        [.. passages.OrderByDescending(ranked => ranked.Score).ThenBy(ranked => ranked.Passage.Id, StringComparer.Ordinal).Take(top)];
}

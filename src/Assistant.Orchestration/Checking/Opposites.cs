using System.Collections.Frozen;

namespace Assistant.Orchestration.Checking;

/// <summary>Words that turn a sentence round when one stands for the other.</summary>
internal static class Opposites
{
    private static readonly FrozenDictionary<string, string[]> Table = Pairs(
        "increase decrease", "increases decreases", "increased decreased", "raise lower", "before after", "allow prohibit", "minimum maximum", "more less", "more fewer",
        "open closed", "start end", "starts ends", "begin end", "begins ends", "paid unpaid", "above below", "approve deny", "approved denied", "approves denies", "approve reject",
        "approved rejected", "include exclude", "includes excludes", "included excluded", "permit prohibit", "accept reject", "accepted rejected", "early late", "earlier later",
        "morning afternoon", "morning evening", "internal external", "mandatory optional", "required optional", "mandatory voluntary", "daily weekly", "daily monthly", "weekly monthly",
        "monthly yearly", "monthly annually", "weekly annually", "quarterly monthly", "quarterly annually", "biweekly weekly", "buy sell", "win lose", "hire fire", "encouraged discouraged",
        "public private", "possible impossible", "safe unsafe", "north south", "east west", "left right", "highest lowest", "first last", "gain loss", "enable disable",
        "enabled disabled", "always sometimes", "always rarely", "import export", "upload download", "inside outside", "cheaper costlier", "lender borrower", "taxable exempt");

    /// <summary>The words that mean the opposite of this one (in lower case); empty for most.</summary>
    public static IReadOnlyList<string> Of(string word) => Table.GetValueOrDefault(word) ?? [];

    private static FrozenDictionary<string, string[]> Pairs(params string[] pairs) => pairs
        .Select(pair => pair.Split(' '))
        .SelectMany(pair => new[] { (Word: pair[0], Opposite: pair[1]), (Word: pair[1], Opposite: pair[0]) })
        .GroupBy(pair => pair.Word, pair => pair.Opposite, StringComparer.Ordinal)
        .ToFrozenDictionary(group => group.Key, group => group.Distinct(StringComparer.Ordinal).ToArray(), StringComparer.Ordinal);
}

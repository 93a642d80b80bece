using System.Text.RegularExpressions;

namespace Assistant.Orchestration.Checking;

/// <summary>Tells whether a clause denies, and what it does to its reader.</summary>
internal static partial class Polarity
{
    /// <summary>Whether the clause denies what its words say.</summary>
    public static bool IsNegated(string clause, string language)
    {
        var text = NotNegations().Replace(clause, " ");
        var cues = language switch
        {
            "de" => German().Count(text),
            "fr" => French().Count(text),
            "es" => Spanish().Count(text),
            _ => English().Count(text),
        };
        var lexical = language is "en" or "und" ? Lexical().Count(text) : 0;

        // "Not unavailable" and "not without" affirm; two plain negations ("no visitors and no phones") only repeat.
        return cues + lexical > 0 && !(cues == 1 && lexical == 1);
    }

    /// <summary>Whether the clause obliges, permits, or just says.</summary>
    public static Force ForceOf(string clause) =>
        Obliging().IsMatch(clause) ? Force.Obliges : Permitting().IsMatch(clause) ? Force.Permits : Force.Says;

    /// <summary>The parts of a sentence that are true or false by themselves.</summary>
    public static IEnumerable<Range> Clauses(string text)
    {
        var start = 0;
        foreach (Match match in ClauseBorders().Matches(text))
        {
            if (match.Index > start)
            {
                yield return start..match.Index;
            }

            // The border word belongs to what follows: "unless" and "except" colour it.
            start = match.Index;
        }

        if (start < text.Length)
        {
            yield return start..text.Length;
        }
    }

    /// <summary>What a lexical negation denies: <c>prohibited</c> is <c>allowed</c> denied.</summary>
    public static string? Denied(string word) => word switch
    {
        "prohibited" or "prohibits" or "prohibit" or "forbidden" or "forbids" or "forbid" or "banned" or "disallowed" or "barred" => "allowed",
        "unavailable" => "available",
        "ineligible" => "eligible",
        "impossible" => "possible",
        "unable" => "able",
        "unpaid" => "paid",
        "unauthorized" => "authorized",
        "unnecessary" => "necessary",
        "invalid" => "valid",
        "illegal" => "legal",
        "unlimited" => "limited",
        "untaxed" => "taxed",
        "unlocked" => "locked",
        _ => null,
    };

    [GeneratedRegex(@"\b(not only|not just|not limited to|no (later|earlier|more|less|fewer|longer) than|no doubt|no matter|nothing but|whether or not|No\. ?(?=\d)|not merely|nicht nur|no sólo|no solo|pas seulement|if not sooner)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex NotNegations();

    [GeneratedRegex(@"\b(not|never|no|none|nobody|neither|nothing|nowhere|cannot|hardly|rarely)\b|n't\b|\b(unless|except|excluding|other than)\b|\b(lacks?|fails? to|refuses? to|refrain)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex English();

    [GeneratedRegex(@"\b(without|unable|prohibit(ed|s)?|forbid(s|den)?|banned|barred|disallowed|unavailable|ineligible|impossible|unpaid|unauthori[sz]ed|unnecessary|invalid|illegal|unlimited|untaxed|unlocked)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Lexical();

    [GeneratedRegex(@"\b(nicht|kein\w*|nie|niemals|nichts|ohne|weder|außer|verboten|untersagt)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex German();

    [GeneratedRegex(@"\b(pas|jamais|aucune?|rien|sans|ni|sauf|interdite?s?)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex French();

    [GeneratedRegex(@"\b(no|nunca|jamás|ning[uú]n\w*|nada|sin|tampoco|ni|salvo|excepto|prohibid[oa]s?)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Spanish();

    [GeneratedRegex(@"\b(must|shall|ha(s|ve|d) to|needs? to|required?|requires|mandatory|obligatory|compulsory|obliged|muss|müssen|doit|doivent|deben?)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Obliging();

    [GeneratedRegex(@"\b(may|can|could|might|optional(ly)?|allowed|permitted|darf|dürfen|kann|können|peut|peuvent|pueden?)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Permitting();

    [GeneratedRegex(@"[;:](?=\s)|\s[–—]\s|,?\s(?=(but|however|although|though|whereas|while|aber|jedoch|obwohl|mais|pero|sino)\b)|,\s(?=(and|or|so|yet|which|because|und|oder|et|y)\b)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex ClauseBorders();
}

using System.Text.RegularExpressions;

namespace Assistant.Orchestration.Checking;

/// <summary>Folds British spellings into American ones, and typographic signs into plain ones, so that either carries the other.</summary>
internal static partial class SpellingVariants
{
    /// <summary>The folded text. Other languages than English keep their words.</summary>
    public static string Fold(string text, string language)
    {
        var plain = text.Replace('’', '\'').Replace('‘', '\'').Replace('−', '-').Replace('\u2011', '-').Replace('\u00A0', ' ').Replace('\u202F', ' ');
        return language is "en" or "und" ? English().Replace(plain, match => Folded(match.Value)) : plain;
    }

    private static string Folded(string word)
    {
        var lower = word.ToLowerInvariant();
        var folded = Ise().Replace(lower, "iz$1");
        folded = Yse().Replace(folded, "yz$1");
        folded = Our().Replace(folded, "$1or$2");
        folded = Re().Replace(folded, "$1er$2");
        folded = DoubledL().Replace(folded, "$1l$2");
        folded = Others().Replace(folded, match => match.Value switch
        {
            "programme" => "program",
            "licence" => "license",
            "defence" => "defense",
            "offence" => "offense",
            "catalogue" => "catalog",
            "dialogue" => "dialog",
            "enrol" => "enroll",
            "fulfil" => "fulfill",
            "grey" => "gray",
            "judgement" => "judgment",
            "whilst" => "while",
            _ => "check",
        });
        return lower == folded ? word : Cased(folded, word);
    }

    private static string Cased(string folded, string word) =>
        word.Length > 1 && char.IsUpper(word[1]) ? folded.ToUpperInvariant()
        : char.IsUpper(word[0]) ? char.ToUpperInvariant(folded[0]) + folded[1..]
        : folded;

    [GeneratedRegex(@"\p{L}{4,}", RegexOptions.CultureInvariant)]
    private static partial Regex English();

    // Words that end in -ise by nature (exercise, otherwise, promise, precise, premise, advise, revise, supervise, raise, noise, wise, rise) stay.
    [GeneratedRegex(@"(?<=[a-z]{3})(?<!exerc|otherw|likew|prom|prec|prem|adv|dev|rev|superv|expert|enterpr|surpr|comprom|conc|franch|improv|disgu|merchand|adverti|televi|ra|no|po|pra|dema|pari|w|cl|r)is(e|es|ed|er|ers|ing|ation|ations|ational|able)\b", RegexOptions.CultureInvariant)]
    private static partial Regex Ise();

    [GeneratedRegex(@"(?<=anal|paral|catal)ys(e|es|ed|er|ers|ing)\b", RegexOptions.CultureInvariant)]
    private static partial Regex Yse();

    [GeneratedRegex(@"\b(col|behavi|fav|hon|lab|neighb|hum|harb|rum|vap|endeav|flav|sav|od|arm|vig)our(s|ed|ing|able|al|ite|ites|hood|hoods|y|er|ers|less)?\b", RegexOptions.CultureInvariant)]
    private static partial Regex Our();

    [GeneratedRegex(@"\b(cent|met|kilomet|centimet|millimet|lit|fib|theat|calib|spect)re(s|d)?\b", RegexOptions.CultureInvariant)]
    private static partial Regex Re();

    [GeneratedRegex(@"\b(travel|cancel|label|model|signal|fuel|level|counsel|channel|total|program)[lm](ed|ing|er|ers|or|ors|ation|ations)\b", RegexOptions.CultureInvariant)]
    private static partial Regex DoubledL();

    [GeneratedRegex(@"\b(programme|licence|defence|offence|catalogue|dialogue|enrol|fulfil|grey|judgement|whilst|cheque)(?=s?\b)", RegexOptions.CultureInvariant)]
    private static partial Regex Others();
}

using System.Buffers;
using System.Text.RegularExpressions;

namespace Assistant.Orchestration.Checking;

/// <summary>Whether every name of a sentence stands in the passages: capitalised words, acronyms, addresses, names with numbers.</summary>
internal static partial class NameCheck
{
    private static readonly SearchValues<char> LettersAndDigits =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZäöüÄÖÜßéèêàâçñáíóúÉÈÀÇÑÁÍÓÚ");

    public static bool AreCarried(Statement claim, IReadOnlyList<PassageEvidence> cited, string language) =>
        Names(claim, language).All(name => IsCarried(name, cited)) && AddressesAreCarried(claim.Text, cited) && NumberedNamesAreCarried(claim.Text, cited);

    private static IEnumerable<Word[]> Names(Statement claim, string language)
    {
        var shouts = claim.Words.Count > 2 && claim.Words.All(word => !word.Text.Any(char.IsLower));
        List<Word> run = [];
        for (var i = 0; i < claim.Words.Count; i++)
        {
            var word = claim.Words[i];
            if (!shouts && IsName(claim, i, language))
            {
                if (run.Count > 0 && claim.Text.AsSpan()[run[^1].End..word.Start].Trim().Length > 0)
                {
                    yield return [.. run];
                    run.Clear();
                }

                run.Add(word);
            }
            else if (run.Count > 0)
            {
                yield return [.. run];
                run.Clear();
            }
        }

        if (run.Count > 0)
        {
            yield return [.. run];
        }
    }

    private static bool IsName(Statement claim, int at, string language)
    {
        var word = claim.Words[at];
        var text = word.Text;
        if (text.Any(char.IsLetter) && text.Any(char.IsAsciiDigit))
        {
            return !NumberWords.IsDigitsWithEnding(text);
        }

        var capitals = text.Count(char.IsUpper);
        if (capitals == 0 || text.Length < 2 || FunctionWords.Contains(text.ToLowerInvariant(), language) && capitals < text.Length)
        {
            return false;
        }

        if (capitals > 1)
        {
            return true;
        }

        // German writes every noun with a capital: there, only acronyms and mixed forms tell a name.
        if (language == "de" || !word.StartsUpper)
        {
            return false;
        }

        var startsSentence = claim.Text.AsSpan(0, word.Start).IndexOfAny(LettersAndDigits) < 0 || claim.Text[..word.Start].TrimEnd() is [.., ':' or '.' or '"' or '\n'];
        return !startsSentence || at + 1 < claim.Words.Count && claim.Words[at + 1].StartsUpper && !FunctionWords.Contains(claim.Words[at + 1].Text.ToLowerInvariant(), language);
    }

    private static bool IsCarried(Word[] name, IReadOnlyList<PassageEvidence> cited)
    {
        // "Ann Lee" is not carried by "Ann Doe and Bo Lee": the parts of a name stand in one row in one passage.
        var whole = string.Concat(name.Select(word => word.Text));
        return cited.Any(passage =>
            name.All(passage.Carries) && (name.Length == 1 || Enumerable.Range(0, name.Length - 1).All(i => passage.CarriesSurface(name[i].Text + name[i + 1].Text) || !StandApart(name[i], name[i + 1], passage)))
            || passage.CarriesSurface(whole));
    }

    // Two words that the passage itself never writes as names may be joined freely ("Travel Policy" for "the policy on travel").
    private static bool StandApart(Word one, Word other, PassageEvidence passage) =>
        AlwaysUpper(one, passage) && AlwaysUpper(other, passage);

    private static bool AlwaysUpper(Word word, PassageEvidence passage) =>
        passage.Statements.SelectMany(statement => statement.Words).Where(found => found.Text.Equals(word.Text, StringComparison.OrdinalIgnoreCase)).All(found => found.StartsUpper);

    private static bool AddressesAreCarried(string claim, IReadOnlyList<PassageEvidence> cited)
    {
        foreach (var match in Addresses().EnumerateMatches(claim))
        {
            var address = claim.Substring(match.Index, match.Length).TrimEnd('.', ',', ')', '/', ';', ':').ToLowerInvariant();
            if (!cited.Any(passage => passage.Contains(address)))
            {
                return false;
            }
        }

        return true;
    }

    // "GS-15", "COVID-19": a name whose number is part of it.
    private static bool NumberedNamesAreCarried(string claim, IReadOnlyList<PassageEvidence> cited)
    {
        foreach (var match in NumberedNames().EnumerateMatches(claim))
        {
            var name = claim.Substring(match.Index, match.Length).Replace("-", "", StringComparison.Ordinal);
            if (!cited.Any(passage => passage.CarriesSurface(name)))
            {
                return false;
            }
        }

        return true;
    }

    [GeneratedRegex(@"\b\p{Lu}\p{L}*-\d+\b", RegexOptions.CultureInvariant)]
    private static partial Regex NumberedNames();

    [GeneratedRegex(@"[\w.+-]+@[\w-]+\.[\w.-]+|\bhttps?://[^\s\])>]+|\bwww\.[^\s\])>]+|\b[\w-]+(\.[\w-]+)*\.(com|org|gov|net|edu|io|de|fr|es|eu)\b(/[^\s\])>]*)?", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Addresses();
}

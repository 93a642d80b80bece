using System.Text.RegularExpressions;

namespace Assistant.Orchestration.Checking;

/// <summary>Decides whether passages carry a sentence: its numbers, units, names, negations, and most of its content words.</summary>
/// <remarks>
/// It reads words, not meaning: it is strict where a wrong word does harm (numbers, names, denial, obligation) and lenient where
/// people paraphrase. A sentence that it wrongly takes out costs a sentence; one that it wrongly lets through costs trust.
/// </remarks>
internal static partial class SentenceCheck
{
    // Words that are spread over a passage say something else than words that stand together: of a sentence's content words, at
    // least this share of what must be covered stands in two neighbouring sentences.
    private const double Together = 0.6;

    /// <summary>The first fault found, or <see cref="CheckFault.None"/>.</summary>
    /// <param name="claim">The sentence, read in the passages' language.</param>
    /// <param name="cited">The passages that it cites, together.</param>
    /// <param name="coverage">The share of content words that must stand in the passages.</param>
    /// <param name="language">The language of the passages.</param>
    public static CheckFault Fault(Statement claim, IReadOnlyList<PassageEvidence> cited, double coverage, string language)
    {
        if (claim.Stems.Count == 0 && claim.Quantities.Count == 0)
        {
            return CheckFault.Empty;
        }

        var windows = Windows(cited);
        var best = windows.Max(window => Shared(window, claim));
        if (!claim.Quantities.All(quantity => IsCarried(quantity, claim, windows, best)))
        {
            return CheckFault.Number;
        }

        if (!Names(claim, language).All(name => IsCarried(name, cited)))
        {
            return CheckFault.Name;
        }

        if (!AddressesAreCarried(claim.Text, cited))
        {
            return CheckFault.Name;
        }

        if (CoverageOf(claim, cited) < coverage || claim.Stems.Count > 0 && best < coverage * Together * claim.Stems.Count)
        {
            return CheckFault.Words;
        }

        return ClauseFault(claim, cited) is var clauseFault and not CheckFault.None ? clauseFault : OppositeFault(claim, windows, best, cited);
    }

    /// <summary>The share of the content words that stand in the passages; 1 when there are none.</summary>
    public static double CoverageOf(Statement claim, IReadOnlyList<PassageEvidence> cited)
    {
        var content = claim.Words.Where(word => word.IsContent).DistinctBy(word => word.Stem, StringComparer.Ordinal).ToList();
        if (content.Count == 0)
        {
            return 1;
        }

        var joints = Joints(claim);
        return content.Count(word => cited.Any(passage => passage.Carries(word) || joints.TryGetValue(word.Start, out var joint) && joint.Any(passage.CarriesSurface))) / (double)content.Count;
    }

    // "On site" in the sentence, "onsite" in the passage.
    private static Dictionary<int, List<string>> Joints(Statement claim)
    {
        Dictionary<int, List<string>> joints = [];
        for (var i = 0; i + 1 < claim.Words.Count; i++)
        {
            var joint = claim.Words[i].Text + claim.Words[i + 1].Text;
            foreach (var word in new[] { claim.Words[i], claim.Words[i + 1] })
            {
                if (!joints.TryGetValue(word.Start, out var list))
                {
                    joints[word.Start] = list = [];
                }

                list.Add(joint);
            }
        }

        return joints;
    }

    private static List<Statement[]> Windows(IReadOnlyList<PassageEvidence> cited)
    {
        List<Statement[]> windows = [];
        foreach (var passage in cited)
        {
            for (var i = 0; i < passage.Statements.Count; i++)
            {
                windows.Add(i + 1 < passage.Statements.Count
                    ? [.. passage.Headings, passage.Statements[i], passage.Statements[i + 1]]
                    : [.. passage.Headings, passage.Statements[i]]);
            }
        }

        return windows.Count == 0 ? [[]] : windows;
    }

    private static int Shared(Statement[] window, Statement claim) =>
        claim.Words.Where(word => word.IsContent).Select(word => word.Stem).Distinct(StringComparer.Ordinal).Count(stem => window.Any(statement => statement.Stems.Contains(stem)));

    private static bool IsCarried(Quantity quantity, Statement claim, List<Statement[]> windows, int best)
    {
        // A number far from the words that it belongs to is another number: it must stand where at least half of the words do that stand together anywhere.
        return windows
            .Where(window => 2 * Shared(window, claim) >= best)
            .Any(window => window.Any(statement => statement.Quantities.Any(other => Agrees(quantity, other, statement))));
    }

    private static bool Agrees(Quantity claimed, Quantity found, Statement statement)
    {
        if (claimed.Kind != found.Kind)
        {
            return false;
        }

        switch (claimed.Kind)
        {
            case QuantityKind.Phone:
                return claimed.Value == found.Value
                    || found.Value.Length > 9 && claimed.Value.EndsWith(found.Value, StringComparison.Ordinal)
                    || claimed.Value.Length > 9 && found.Value.EndsWith(claimed.Value, StringComparison.Ordinal);
            case QuantityKind.Date:
                return DatesAgree(claimed.Value, found.Value, statement);
            case QuantityKind.Time:
                return claimed.Value == found.Value || claimed.Value.EndsWith('?') && TwelveHours(claimed.Value) == TwelveHours(found.Value);
            default:
                return claimed.Value == found.Value && UnitsAgree(claimed, found, statement) && !IsOpposed(claimed.Bound, found.Bound);
        }
    }

    private static bool UnitsAgree(Quantity claimed, Quantity found, Statement statement) =>
        claimed.Unit == found.Unit
        || claimed.Unit is null && found.Unit is not ("%" or "$" or "€" or "£" or "¥")
        || found.Unit is null && statement.Words.Any(word => NumberWords.Unit(word.Text.ToLowerInvariant()) == claimed.Unit);

    private static bool IsOpposed(Bound one, Bound other) => one != Bound.Exact && other != Bound.Exact && one != other;

    private static bool DatesAgree(string claimed, string found, Statement statement)
    {
        if (claimed == found)
        {
            return true;
        }

        string[] wanted = claimed.Split('-'), there = found.Split('-');
        if (wanted.Length != 3 || there.Length != 3)
        {
            return false;
        }

        var yearAgrees = wanted[0] == "?" || wanted[0] == there[0]
            || there[0] == "?" && statement.Quantities.Any(quantity => quantity.Kind == QuantityKind.Number && quantity.Value == wanted[0]);
        return yearAgrees && wanted[1] == there[1] && (wanted[2] == "?" || wanted[2] == there[2]);
    }

    private static string TwelveHours(string time)
    {
        var plain = time.TrimEnd('?').Split(':');
        return $"{int.Parse(plain[0], System.Globalization.CultureInfo.InvariantCulture) % 12}:{plain[1]}";
    }

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
            return !DigitOrdinal().IsMatch(text) && !GluedUnit().IsMatch(text);
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

    private static CheckFault ClauseFault(Statement claim, IReadOnlyList<PassageEvidence> cited)
    {
        var clauses = cited.SelectMany(passage => passage.Statements).SelectMany(statement => statement.Clauses).Where(clause => clause.Stems.Count > 0).ToList();
        foreach (var clause in claim.Clauses.Where(clause => clause.Stems.Count > 0))
        {
            var most = clauses.Count == 0 ? 0 : clauses.Max(other => Shared(other, clause));
            if (most == 0)
            {
                continue;
            }

            var nearest = clauses.Where(other => Shared(other, clause) == most).ToList();
            if (nearest.All(other => other.Negated != clause.Negated))
            {
                return CheckFault.Polarity;
            }

            if (clause is { Force: Force.Obliges, Negated: false } && nearest.All(other => other is { Force: Force.Permits }))
            {
                return CheckFault.Force;
            }
        }

        return CheckFault.None;
    }

    private static CheckFault OppositeFault(Statement claim, List<Statement[]> windows, int best, IReadOnlyList<PassageEvidence> cited)
    {
        var nearest = windows.Where(window => Shared(window, claim) == best).ToList();
        foreach (var word in claim.Words)
        {
            var lower = word.Text.ToLowerInvariant();
            if (Opposites.Of(lower) is { Count: > 0 } opposites
                && !cited.Any(passage => passage.Carries(word))
                && nearest.Any(window => window.Any(statement => statement.Words.Any(found => opposites.Contains(found.Text.ToLowerInvariant())))))
            {
                return CheckFault.Opposite;
            }
        }

        return Restrictions().IsMatch(claim.Text) && !nearest.Any(window => window.Any(statement => Restrictions().IsMatch(statement.Text)))
            ? CheckFault.Restriction
            : CheckFault.None;
    }

    private static int Shared(Clause one, Clause other) => other.Stems.Count(one.Stems.Contains);

    private static readonly System.Buffers.SearchValues<char> LettersAndDigits =
        System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZäöüÄÖÜßéèêàâçñáíóúÉÈÀÇÑÁÍÓÚ");

    [GeneratedRegex(@"^\d+(st|nd|rd|th)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex DigitOrdinal();

    [GeneratedRegex(@"^\d+(k|m|km|cm|mm|kg|g|gb|mb|tb|kb|h|hrs?|min|l|ft|lbs?|w|kw|v|hz|mph|am|pm)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex GluedUnit();

    [GeneratedRegex(@"[\w.+-]+@[\w-]+\.[\w.-]+|\bhttps?://[^\s\])>]+|\bwww\.[^\s\])>]+|\b[\w-]+(\.[\w-]+)*\.(com|org|gov|net|edu|io|de|fr|es|eu)\b(/[^\s\])>]*)?", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Addresses();

    [GeneratedRegex(@"\b(only|solely|exclusively|nur|ausschließlich|seulement|uniquement|solo|sólo|solamente|únicamente)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Restrictions();
}

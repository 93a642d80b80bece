using System.Text.RegularExpressions;
using Assistant.Core;
using Assistant.Orchestration.Grounding;

namespace Assistant.Orchestration.Answering;

/// <summary>Finds the sentences of passages that can be quoted: no headings, no bare links, and nothing that loses its sense alone.</summary>
internal static partial class QuotableSentences
{
    private const int ShortestSentence = 3;
    private const int LongestSentence = 600;
    private const int LongestContext = 240;

    /// <summary>The sentences in the order of the passages, then of reading.</summary>
    public static IEnumerable<QuotedSentence> Of(IReadOnlyList<RankedPassage> ranked, EvidenceShelf shelf)
    {
        for (var rank = 0; rank < ranked.Count; rank++)
        {
            var passage = ranked[rank].Passage;
            var ranges = shelf.Of(passage).Sentences;
            var sentences = ranges.Select(range => passage.Text[range]).ToList();
            for (var i = 0; i < sentences.Count; i++)
            {
                if (IsQuotable(sentences[i], passage))
                {
                    yield return new(passage, rank, i, Shown(sentences, i, passage), Plain(sentences[i]));
                }
            }
        }
    }

    private static bool IsQuotable(string sentence, Passage passage)
    {
        var plain = Plain(sentence);
        var words = plain.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length;
        if (sentence.StartsWith('#') || plain.Length > LongestSentence || plain.Length == 0 || TableRule().IsMatch(plain) || plain.EndsWith('?'))
        {
            return false;
        }

        // Scripts without blanks between words: length tells.
        var isDense = words < ShortestSentence && plain.Length >= 8 && plain.Any(c => c >= '\u2E80');
        var isItem = ListMark().IsMatch(sentence);
        if (words < ShortestSentence && !isDense && !isItem || OnlyLink().IsMatch(plain) || sentence.EndsWith(':'))
        {
            return false;
        }

        var isEmphasisAlone = sentence.StartsWith("**", StringComparison.Ordinal) && sentence.EndsWith("**", StringComparison.Ordinal) && words < 8;
        return !IsHeading(plain, passage) && !isEmphasisAlone;
    }

    private static bool IsHeading(string plain, Passage passage) =>
        plain.Equals(passage.Title, StringComparison.OrdinalIgnoreCase) || passage.HeadingPath.Any(heading => plain.Equals(Plain(heading), StringComparison.OrdinalIgnoreCase));

    private static string Shown(List<string> sentences, int at, Passage passage)
    {
        var sentence = Plain(sentences[at]);
        if (ListMark().IsMatch(sentences[at]))
        {
            // An item needs the line that says what it is an item of.
            for (var i = at - 1; i >= 0; i--)
            {
                if (sentences[i].EndsWith(':') && sentences[i].Length <= LongestContext && !ListMark().IsMatch(sentences[i]))
                {
                    return $"{Plain(sentences[i])} {sentence}";
                }

                if (!ListMark().IsMatch(sentences[i]))
                {
                    break;
                }
            }

            return sentence;
        }

        return at > 0 && NeedsPredecessor().IsMatch(sentence) && IsContext(sentences[at - 1], passage) ? $"{Plain(sentences[at - 1])} {sentence}" : sentence;
    }

    private static bool IsContext(string sentence, Passage passage) =>
        sentence.Length <= LongestContext && !sentence.StartsWith('#') && !sentence.EndsWith('?') && !IsHeading(Plain(sentence), passage);

    // Marks of form and footnotes are not part of what a sentence says; the citation keeps the sentence as it stands.
    private static string Plain(string sentence) =>
        Blanks().Replace(Footnote().Replace(Emphasis().Replace(ListMark().Replace(sentence, ""), "$1"), ""), " ").Trim();

    [GeneratedRegex(@"^\s*(?:[-*•+>]|\d{1,2}[.)])\s+", RegexOptions.CultureInvariant)]
    private static partial Regex ListMark();

    [GeneratedRegex(@"(?:\*\*|__)(.+?)(?:\*\*|__)", RegexOptions.CultureInvariant)]
    private static partial Regex Emphasis();

    [GeneratedRegex(@"\[\d{1,3}\]", RegexOptions.CultureInvariant)]
    private static partial Regex Footnote();

    [GeneratedRegex(@"\s+", RegexOptions.CultureInvariant)]
    private static partial Regex Blanks();

    [GeneratedRegex(@"^[\s|:=_-]+$", RegexOptions.CultureInvariant)]
    private static partial Regex TableRule();

    [GeneratedRegex(@"^(?:\[[^\]]*\]\([^)]*\)|https?://\S+|[\w.-]+@[\w.-]+)[.]?$", RegexOptions.CultureInvariant)]
    private static partial Regex OnlyLink();

    [GeneratedRegex(@"^(?:It|This|That|These|Those|They|He|She|Such|There|Both|Also|However|Otherwise|In this case|Er|Sie|Es|Diese[rsnm]?|Dies|Il|Elle|Ils|Elles|Cela|Ceci|Ce|Ces|Esto|Eso|Estos|Estas)\b", RegexOptions.CultureInvariant)]
    private static partial Regex NeedsPredecessor();
}

using Assistant.Core;

namespace Assistant.Orchestration.Checking;

/// <summary>Reads a sentence for what it claims.</summary>
internal sealed class StatementReader(ITextAnalyzer analyzer)
{
    /// <summary>Reads a sentence of an answer.</summary>
    public Statement Claim(string sentence, string language) => Read(sentence, language, withParts: false);

    /// <summary>Reads a sentence of a passage, a heading or a title.</summary>
    public Statement Evidence(string sentence, string language) => Read(sentence, language, withParts: true);

    /// <summary>The stems of the words of a text that carry meaning, digits included.</summary>
    public IReadOnlyList<Word> ContentWords(string text, string language) => [.. WordsOf(SpellingVariants.Fold(text, language), language).Where(word => word.IsContent || char.IsAsciiDigit(word.Text[0]))];

    private Statement Read(string sentence, string language, bool withParts)
    {
        var text = SpellingVariants.Fold(sentence, language);
        var words = WordsOf(text, language);
        return new()
        {
            Text = text,
            Words = words,
            Stems = StemsOf(words),
            Quantities = QuantityReader.Read(text, withParts),
            Clauses = [.. Polarity.Clauses(text).Select(range => ClauseOf(text[range], [.. words.Where(word => word.Start >= range.Start.Value && word.End <= range.End.Value)], language))],
        };
    }

    private List<Word> WordsOf(string text, string language)
    {
        List<Word> words = [];
        foreach (var term in analyzer.Analyze(text, language))
        {
            var surface = text.Substring(term.Start, term.Length);
            var lower = surface.ToLowerInvariant();
            var stem = Polarity.Denied(lower) is { } affirmed && analyzer.Analyze(affirmed, language) is [var first, ..] ? first.Text : term.Text;
            words.Add(new(surface, stem, term.Start, IsContent(lower, language)));
        }

        return words;
    }

    // Plain numbers and the signs of their units are checked as quantities, where "two" and "2" are the same.
    private static bool IsContent(string lower, string language) =>
        !FunctionWords.Contains(lower, language)
        && !lower.All(char.IsAsciiDigit)
        && !NumberWords.IsNumber(lower)
        && !NumberWords.IsDigitsWithEnding(lower)
        && NumberWords.Unit(lower) is not ("%" or "$" or "€" or "£" or "°c" or "°f");

    private static Clause ClauseOf(string text, List<Word> words, string language) =>
        new(StemsOf(words), Polarity.IsNegated(text, language), Polarity.ForceOf(text));

    private static HashSet<string> StemsOf(IEnumerable<Word> words) =>
        words.Where(word => word.IsContent).Select(word => word.Stem).ToHashSet(StringComparer.Ordinal);
}

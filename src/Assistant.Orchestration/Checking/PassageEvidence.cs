using Assistant.Core;
using Assistant.Core.Text;

namespace Assistant.Orchestration.Checking;

/// <summary>A passage read sentence by sentence, with its headings, for sentences to be checked against.</summary>
internal sealed class PassageEvidence
{
    private readonly HashSet<string> _stems;
    private readonly HashSet<string> _words;
    private readonly string _text;

    public PassageEvidence(Passage passage, StatementReader reader)
    {
        Passage = passage;
        Language = passage.Language == LanguageGuess.Unknown ? LanguageGuess.Of(passage.Text) : passage.Language;
        Sentences = [.. SentenceSplitter.Split(passage.Text)];
        var headings = passage.HeadingPath.Prepend(passage.Title).Where(heading => heading.Length > 0);
        Headings = [.. headings.Select(heading => reader.Evidence(heading, Language))];
        Statements = [.. Sentences.Select(range => reader.Evidence(passage.Text[range], Language))];
        _text = string.Join('\n', Headings.Concat(Statements).Select(statement => statement.Text)).ToLowerInvariant();
        _stems = Headings.Concat(Statements).SelectMany(statement => statement.Stems).ToHashSet(StringComparer.Ordinal);
        _words = Headings.Concat(Statements).SelectMany(WordsAndJoints).ToHashSet(StringComparer.Ordinal);
    }

    public Passage Passage { get; }

    public string Language { get; }

    /// <summary>Where the sentences stand in the passage's text; one for each of <see cref="Statements"/>.</summary>
    public IReadOnlyList<Range> Sentences { get; }

    public IReadOnlyList<Statement> Statements { get; }

    public IReadOnlyList<Statement> Headings { get; }

    /// <summary>Whether a word stands here: its stem, or itself written in one or with a blank or hyphen.</summary>
    public bool Carries(Word word) => _stems.Contains(word.Stem) || CarriesSurface(word.Text);

    /// <summary>Whether the word itself (any case) stands here, also as two words in a row.</summary>
    public bool CarriesSurface(string word) => _words.Contains(word.ToLowerInvariant());

    /// <summary>Whether the text stands here as it is (in lower case).</summary>
    public bool Contains(string lower) => _text.Contains(lower, StringComparison.Ordinal);

    /// <summary>The sentence that shares most stems with the claim; the first of equals.</summary>
    public int BestSentence(Statement claim)
    {
        var best = 0;
        var most = -1d;
        for (var i = 0; i < Statements.Count; i++)
        {
            var shared = Statements[i].Overlap(claim.Stems) + (0.5 * claim.Quantities.Count(quantity => Statements[i].Quantities.Contains(quantity)));
            if (shared > most)
            {
                (best, most) = (i, shared);
            }
        }

        return best;
    }

    private static IEnumerable<string> WordsAndJoints(Statement statement)
    {
        for (var i = 0; i < statement.Words.Count; i++)
        {
            var word = statement.Words[i].Text.ToLowerInvariant();
            yield return word;
            if (i + 1 < statement.Words.Count)
            {
                yield return word + statement.Words[i + 1].Text.ToLowerInvariant();
            }
        }
    }
}

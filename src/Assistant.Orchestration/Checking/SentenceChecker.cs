using Assistant.Orchestration.Answering;
using Assistant.Orchestration.Grounding;

namespace Assistant.Orchestration.Checking;

/// <summary>Finds, among the sources of an answer, the passages that carry a written sentence. Not for several threads.</summary>
/// <param name="question">What was asked: a name by itself is an answer only where its passage is about that.</param>
/// <param name="sources">The numbered sources.</param>
/// <param name="shelf">Reads sentences and passages.</param>
/// <param name="coverage">The share of content words that must stand in the passages.</param>
internal sealed class SentenceChecker(string question, IReadOnlyList<Source> sources, EvidenceShelf shelf, double coverage)
{
    // A model that lists names ("4. Lauren Miller") claims that they answer the question: so much of it must stand beside them.
    private const double AskedBeside = 0.5;
    private const int FewWords = 2;

    private readonly PassageEvidence[][] _sources = [.. sources.Select(source => source.Passages.Select(shelf.Of).ToArray())];
    private PassageEvidence[]? _all;

    /// <summary>The sentence with the fewest passages that carry it, or null when no source does.</summary>
    /// <remarks>
    /// The sources that it marks come first, one by one and then together; marks that point nowhere do not count. A sentence whose
    /// marks do not carry it, or that has none, may rest on the best other source: what is cited is then what carries it.
    /// </remarks>
    public CheckedSentence? Check(WrittenSentence sentence)
    {
        if (WrittenWords.ClaimOf(sentence.Text) is not { } claim)
        {
            return null;
        }

        if (IsDenied(claim))
        {
            return null;
        }

        var marked = sentence.Marks.Where(mark => mark >= 1 && mark <= _sources.Length).Distinct().Select(mark => _sources[mark - 1]).ToList();
        var others = _sources.Except(marked).OrderByDescending(source => CoverageOf(claim, source));
        return marked.Select(source => Carried(sentence, claim, source)).FirstOrDefault(found => found is not null)
            ?? (marked.Count > 1 ? Carried(sentence, claim, [.. marked.SelectMany(source => source)]) : null)
            ?? others.Select(source => Carried(sentence, claim, source)).FirstOrDefault(found => found is not null);
    }

    private CheckedSentence? Carried(WrittenSentence sentence, WrittenClaim claim, PassageEvidence[] passages)
    {
        // One passage alone, where one is enough; else all of the source together.
        foreach (var passage in passages)
        {
            if (Passes(claim, [passage]))
            {
                return new(WrittenWords.WithoutTalk(sentence.Text), [passage.Passage]);
            }
        }

        return passages.Length > 1 && Passes(claim, passages)
            ? new(WrittenWords.WithoutTalk(sentence.Text), [.. Needed(claim, passages).Select(passage => passage.Passage)])
            : null;
    }

    // Without those that the others can do without: a reader opens every passage that is cited.
    private PassageEvidence[] Needed(WrittenClaim claim, PassageEvidence[] passages)
    {
        for (var at = passages.Length - 1; at >= 0 && passages.Length > 1; at--)
        {
            PassageEvidence[] rest = [.. passages[..at], .. passages[(at + 1)..]];
            passages = Passes(claim, rest) ? rest : passages;
        }

        return passages;
    }

    // What one passage seems to carry another source may plainly deny ("do NOT turn off your computer"): the clauses of all sources
    // that are nearest to the sentence decide.
    private bool IsDenied(WrittenClaim claim)
    {
        _all ??= [.. _sources.SelectMany(source => source).Distinct()];
        return _all.Length > 0 && ClauseCheck.Fault(shelf.Reader.Claim(claim.Text, _all[0].Language), _all) == CheckFault.Polarity;
    }

    private bool Passes(WrittenClaim claim, PassageEvidence[] passages)
    {
        var language = passages[0].Language;
        var statement = shelf.Reader.Claim(claim.Text, language);
        return SentenceCheck.Fault(statement, passages, coverage, language) == CheckFault.None
            && (!IsFragment(statement) || SentenceCheck.CoverageOf(shelf.Reader.Claim(question, language), passages) >= AskedBeside)
            && claim.Reply switch
            {
                Reply.Yes => !statement.Clauses[0].Negated,
                Reply.No => statement.Clauses.Any(clause => clause.Negated),
                _ => true,
            };
    }

    private static bool IsFragment(Statement statement)
    {
        var content = statement.Words.Where(word => word.IsContent).ToList();
        return content.Count <= FewWords || content.TrueForAll(word => word.StartsUpper);
    }

    private double CoverageOf(WrittenClaim claim, PassageEvidence[] passages) =>
        SentenceCheck.CoverageOf(shelf.Reader.Claim(claim.Text, passages[0].Language), passages);
}

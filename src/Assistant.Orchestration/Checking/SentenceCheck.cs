namespace Assistant.Orchestration.Checking;

/// <summary>Decides whether passages carry a sentence: its numbers, units, names, negations, and most of its content words.</summary>
/// <remarks>
/// It reads words, not meaning: it is strict where a wrong word does harm (numbers, names, denial, obligation) and lenient where
/// people paraphrase. A sentence that it wrongly takes out costs a sentence; one that it wrongly lets through costs trust.
/// </remarks>
internal static class SentenceCheck
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
        // A number by itself ("8.") says nothing that could be checked.
        if (claim.Stems.Count == 0)
        {
            return CheckFault.Empty;
        }

        var windows = Windows(cited);
        var best = windows.Max(window => Shared(window, claim));
        if (!claim.Quantities.All(quantity => IsCarried(quantity, claim, cited)))
        {
            return CheckFault.Number;
        }

        if (!NameCheck.AreCarried(claim, cited, language))
        {
            return CheckFault.Name;
        }

        if (CoverageOf(claim, cited) < coverage || claim.Stems.Count > 0 && best < coverage * Together * claim.Stems.Count)
        {
            return CheckFault.Words;
        }

        return ClauseCheck.Fault(claim, cited) is var fault and not CheckFault.None
            ? fault
            : ClauseCheck.OppositeFault(claim, [.. windows.Where(window => Shared(window, claim) == best)], cited);
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

    private static bool IsCarried(Quantity quantity, Statement claim, IReadOnlyList<PassageEvidence> cited)
    {
        // A number far from the words that it belongs to is another number: the sentence that has it shares at least half as many
        // of the words as the sentence that shares most.
        List<Statement[]> sentences = [.. cited.SelectMany(passage => passage.Statements.Select(statement => (Statement[])[.. passage.Headings, statement]))];
        var best = sentences.Count == 0 ? 0 : sentences.Max(sentence => Shared(sentence, claim));
        return sentences
            .Where(sentence => 2 * Shared(sentence, claim) >= best)
            .Any(sentence => sentence.Any(statement => statement.Quantities.Any(other => QuantityAgreement.Agrees(quantity, other, statement))));
    }
}

using System.Text.RegularExpressions;

namespace Assistant.Orchestration.Checking;

/// <summary>Whether a sentence affirms, denies, obliges and restricts what the passages do.</summary>
internal static partial class ClauseCheck
{
    /// <summary>Polarity and force: each clause of the sentence beside the clauses of the passages that share most of its words.</summary>
    public static CheckFault Fault(Statement claim, IReadOnlyList<PassageEvidence> cited)
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

    /// <summary>Opposites and restrictions, beside the sentences of the passages that share most words.</summary>
    public static CheckFault OppositeFault(Statement claim, IReadOnlyList<Statement[]> nearest, IReadOnlyList<PassageEvidence> cited)
    {
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

    [GeneratedRegex(@"\b(only|solely|exclusively|nur|ausschließlich|seulement|uniquement|solo|sólo|solamente|únicamente)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Restrictions();
}

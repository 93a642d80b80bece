using System.Text.RegularExpressions;
using Assistant.Core;

namespace Assistant.Orchestration.Tests.Fakes;

/// <summary>Words in lower case with the commonest English endings cut off: near enough to a stemmer for what these tests say.</summary>
internal sealed partial class PlainAnalyzer : ITextAnalyzer
{
    public IReadOnlyList<Term> Analyze(string text, string language) =>
        [.. Words().Matches(text).Select(match => new Term(Stem(match.Value.ToLowerInvariant()), match.Index, match.Length))];

    private static string Stem(string word)
    {
        foreach (var ending in new[] { "izations", "ization", "ations", "ation", "izing", "ized", "izes", "ize", "ments", "ment", "ings", "ing", "able", "ability", "ies", "ed", "es", "ly", "s", "e", "y" })
        {
            if (word.Length - ending.Length >= 3 && word.EndsWith(ending, StringComparison.Ordinal))
            {
                return word[..^ending.Length];
            }
        }

        return word;
    }

    [GeneratedRegex(@"[\p{L}\p{M}\p{N}]+")]
    private static partial Regex Words();
}

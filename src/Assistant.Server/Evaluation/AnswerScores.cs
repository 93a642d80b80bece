using System.Text;
using System.Text.RegularExpressions;

namespace Assistant.Server.Evaluation;

/// <summary>Compares an answer with its references, as docs/cli.md tells.</summary>
internal static partial class AnswerScores
{
    /// <summary>NFKC, lower case, punctuation out, runs of blanks to one.</summary>
    public static string Normalize(string text)
    {
        StringBuilder kept = new(text.Length);
        foreach (var unit in text.Normalize(NormalizationForm.FormKC).ToLowerInvariant())
        {
            var isWord = char.IsLetterOrDigit(unit) || char.IsSurrogate(unit) || char.GetUnicodeCategory(unit) is System.Globalization.UnicodeCategory.NonSpacingMark or System.Globalization.UnicodeCategory.SpacingCombiningMark;
            if (isWord)
            {
                kept.Append(unit);
            }
            else if (kept.Length > 0 && kept[^1] != ' ')
            {
                // A point between digits belongs to the number on both sides alike: "3.5" becomes "3 5" in answer and reference.
                kept.Append(' ');
            }
        }

        return kept.ToString().TrimEnd();
    }

    /// <summary>Whether a text holds another at word borders, both normalised.</summary>
    public static bool Holds(string text, string part)
    {
        var normalized = Normalize(part);
        return normalized.Length > 0 && $" {Normalize(text)} ".Contains($" {normalized} ", StringComparison.Ordinal);
    }

    /// <summary>An answer contains when a reference, or all of them if so required, stands in it.</summary>
    public static bool Contains(string answer, IReadOnlyList<string> references, bool allRequired) =>
        references.Count > 0 && (allRequired ? references.All(reference => Holds(answer, reference)) : references.Any(reference => Holds(answer, reference)));

    /// <summary>SQuAD's token F1 (articles left out) with the best reference.</summary>
    public static double TokenF1(string answer, IReadOnlyList<string> references)
    {
        var given = Tokens(answer);
        return references.Count == 0 ? 0 : references.Max(reference => F1(given, Tokens(reference)));
    }

    /// <summary>The answer without its citation marks.</summary>
    public static string WithoutMarks(string answer) => Marks().Replace(answer, "");

    private static double F1(string[] given, string[] wanted)
    {
        if (given.Length == 0 || wanted.Length == 0)
        {
            return given.Length == wanted.Length ? 1 : 0;
        }

        var left = wanted.GroupBy(token => token, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Count(), StringComparer.Ordinal);
        var shared = 0;
        foreach (var token in given)
        {
            if (left.TryGetValue(token, out var count) && count > 0)
            {
                left[token] = count - 1;
                shared++;
            }
        }

        return shared == 0 ? 0 : 2d * shared / (given.Length + wanted.Length);
    }

    private static string[] Tokens(string text) =>
        [.. Normalize(text).Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(token => token is not ("a" or "an" or "the"))];

    [GeneratedRegex(@"\s?\[\d+\]")]
    private static partial Regex Marks();
}

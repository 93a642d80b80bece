using System.Text.RegularExpressions;

namespace Assistant.Orchestration.Checking;

/// <summary>Tells from the words around a number whether it bounds from below or above.</summary>
internal static partial class BoundReader
{
    public static Bound Of(string text, int start, int end)
    {
        var before = text[Math.Max(0, start - 32)..start];
        var after = text[end..Math.Min(text.Length, end + 32)];
        return AtLeastBefore().IsMatch(before) || AtLeastAfter().IsMatch(after) ? Bound.AtLeast
            : AtMostBefore().IsMatch(before) || AtMostAfter().IsMatch(after) ? Bound.AtMost
            : Bound.Exact;
    }

    [GeneratedRegex(@"\b(at least|not? less than|no fewer than|minimum( of)?|more than|over|above|exceed(s|ing)?|longer than|mindestens|mehr als|au moins|plus de|al menos|más de)\s*[$€£¥]?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex AtLeastBefore();

    [GeneratedRegex(@"^[\s\w%]{0,14}\b(or more|or longer|or above|at least|minimum|or later|oder mehr|ou plus|o más)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex AtLeastAfter();

    [GeneratedRegex(@"\b(at most|up to|no more than|not more than|no later than|not exceed(ing)?|maximum( of)?|less than|fewer than|under|below|within|höchstens|bis zu|weniger als|au plus|moins de|jusqu'à|como máximo|menos de|hasta)\s*[$€£¥]?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex AtMostBefore();

    [GeneratedRegex(@"^[\s\w%]{0,14}\b(or less|or fewer|or under|at most|maximum|oder weniger|ou moins|o menos)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex AtMostAfter();
}

using System.Globalization;
using System.Text.RegularExpressions;

namespace Assistant.Ingestion.Reading.Pdf;

/// <summary>Finds the running heads, running feet and page numbers of a document.</summary>
internal static partial class RunningLines
{
    // Two pages may open with the same words by chance; on three and more it is a pattern if most pages show it.
    private const int MinPages = 3;
    private const double MinShare = 0.6;

    // The outer tenth of a page is margin.
    private const double Margin = 0.1;

    /// <summary>The lines that are to be left out. A page that would lose all its lines keeps them.</summary>
    public static HashSet<PdfLine> Find(IReadOnlyList<PdfPage> pages)
    {
        HashSet<PdfLine> running = new(ReferenceEqualityComparer.Instance);
        var read = pages.Where(page => page.Lines.Count > 0).ToList();
        if (read.Count < MinPages)
        {
            return running;
        }

        var marginal = read
            .SelectMany(page => page.Lines.Where(line => IsMarginal(line, page)).SelectMany(line => Keys(line, page.Number).Select(key => (Page: page, Line: line, Key: key))))
            .GroupBy(found => found.Key)
            .Where(group => group.Select(found => found.Page.Number).Distinct().Count() >= Math.Max(MinPages, MinShare * read.Count));
        foreach (var (_, line, _) in marginal.SelectMany(group => group))
        {
            running.Add(line);
        }

        foreach (var page in read.Where(page => page.Lines.All(running.Contains)))
        {
            running.ExceptWith(page.Lines);
        }

        return running;
    }

    private static bool IsMarginal(PdfLine line, PdfPage page) =>
        line.Bottom > page.Height * (1 - Margin) || line.Top < page.Height * Margin;

    // The same words at the same height; a number that counts with the pages may stand before or behind them.
    private static IEnumerable<string> Keys(PdfLine line, int page)
    {
        var place = line.Bottom > line.Size * 10 ? "head" : "foot";
        yield return $"{place}|{line.Text}";

        if (PageNumber().IsMatch(line.Text))
        {
            yield return $"{place}|#";
        }

        if (NumberAtEnd().Match(line.Text) is { Success: true } match
            && int.TryParse(match.Groups["n"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && match.Groups["rest"].Value.Trim() is { Length: >= 8 } rest
            && rest.Contains(' ', StringComparison.Ordinal))
        {
            yield return $"{place}|{rest}|{number - page}";
        }
    }

    [GeneratedRegex(@"^\W*(page|seite|página|pagina|sida|side|strana|p\.?|s\.?)?\s*\d{1,4}(\s*(/|of|von|de|di|av|z)\s*\d{1,4})?\W*$", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex PageNumber();

    [GeneratedRegex(@"^((?<n>\d{1,4})\s(?<rest>.+)|(?<rest>.+)\s(?<n>\d{1,4}))$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NumberAtEnd();
}

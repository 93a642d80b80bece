namespace Assistant.Ingestion.Reading.Pdf;

/// <summary>Finds the columns of a page and the order in which they are read.</summary>
/// <remarks>
/// A page is cut into strips at its blank bands. The tallest run of strips that has one gutter through all of it, with running text
/// on both sides, is a pair of columns; what is above it is read before, what is below it after. Tables have gutters, too, but
/// hold few words a line: they stay whole and are read row by row.
/// </remarks>
internal static class ReadingOrder
{
    private const int MaxDepth = 8;
    private const int MaxCandidates = 40;

    // Gutters of print are one to three font sizes wide; the gaps between words of justified text stay below one.
    private const double GutterSizes = 0.9;
    private const int MinLines = 3;
    private const int MinWordsPerLine = 3;

    /// <summary>The regions of a page in reading order.</summary>
    public static IReadOnlyList<IReadOnlyList<PdfWord>> Regions(IReadOnlyList<PdfWord> words)
    {
        List<IReadOnlyList<PdfWord>> regions = [];
        Split(words, regions, depth: 0);
        return regions;
    }

    private static void Split(IReadOnlyList<PdfWord> words, List<IReadOnlyList<PdfWord>> regions, int depth)
    {
        if (words.Count == 0)
        {
            return;
        }

        if (depth < MaxDepth && words.Count >= 4 * MinLines && FindColumns(words) is { } columns)
        {
            Split([.. words.Where(word => word.Bottom >= columns.Top)], regions, depth + 1);
            var band = words.Where(word => word.Bottom < columns.Top && word.Top > columns.Bottom).ToList();
            Split([.. band.Where(word => Centre(word) < columns.Gutter)], regions, depth + 1);
            Split([.. band.Where(word => Centre(word) >= columns.Gutter)], regions, depth + 1);
            Split([.. words.Where(word => word.Bottom < columns.Top && word.Top <= columns.Bottom)], regions, depth + 1);
            return;
        }

        regions.Add(words);
    }

    private static Columns? FindColumns(IReadOnlyList<PdfWord> words)
    {
        var size = words.OrderBy(word => word.Size).ElementAt(words.Count / 2).Size;
        var strips = Strips(words);
        List<(int Count, Columns Columns, List<PdfWord> Words)> candidates = [];
        for (var first = 0; first < strips.Count; first++)
        {
            List<PdfWord> band = [];
            for (var last = first; last < strips.Count; last++)
            {
                band.AddRange(strips[last]);
                var gutters = Gaps(band, GutterSizes * size);
                if (gutters.Count == 0)
                {
                    // A strip without a gap blocks every longer run, too.
                    break;
                }

                var (top, bottom) = (band.Max(word => word.Top), band.Min(word => word.Bottom));
                candidates.AddRange(gutters.Select(gutter => (band.Count, new Columns(top, bottom, gutter), band[..])));
                if (candidates.Count > 50 * MaxCandidates)
                {
                    candidates = [.. candidates.OrderByDescending(candidate => candidate.Count).Take(MaxCandidates)];
                }
            }
        }

        return candidates
            .OrderByDescending(candidate => candidate.Count)
            .Take(MaxCandidates)
            .Where(candidate => IsProse(candidate.Words.Where(word => Centre(word) < candidate.Columns.Gutter))
                && IsProse(candidate.Words.Where(word => Centre(word) >= candidate.Columns.Gutter)))
            .Select(candidate => candidate.Columns)
            .FirstOrDefault();
    }

    private static bool IsProse(IEnumerable<PdfWord> side)
    {
        var rows = PageLayout.Rows([.. side]);
        if (rows.Count < MinLines)
        {
            return false;
        }

        // Scripts without blanks between words count by letters.
        var widths = rows.Select(row => Math.Max(row.Count, row.Sum(word => word.Text.Length) / 8)).Order().ToList();
        return widths[widths.Count / 2] >= MinWordsPerLine;
    }

    // Blank bands across the page part it into strips, from the top.
    private static List<List<PdfWord>> Strips(IReadOnlyList<PdfWord> words)
    {
        List<List<PdfWord>> strips = [];
        var bottom = double.MaxValue;
        foreach (var word in words.OrderByDescending(word => word.Top))
        {
            if (strips.Count == 0 || word.Top < bottom)
            {
                strips.Add([]);
                bottom = word.Bottom;
            }

            strips[^1].Add(word);
            bottom = Math.Min(bottom, word.Bottom);
        }

        return strips;
    }

    // The middles of the gaps that no word of the band reaches into.
    private static List<double> Gaps(List<PdfWord> band, double least)
    {
        List<(double Middle, double Width)> gaps = [];
        var right = double.MaxValue;
        foreach (var word in band.OrderBy(word => word.Left))
        {
            if (word.Left - right >= least)
            {
                gaps.Add(((word.Left + right) / 2, word.Left - right));
            }

            right = right is double.MaxValue ? word.Right : Math.Max(right, word.Right);
        }

        return [.. gaps.OrderByDescending(gap => gap.Width).Select(gap => gap.Middle)];
    }

    private static double Centre(PdfWord word) => (word.Left + word.Right) / 2;

    private sealed record Columns(double Top, double Bottom, double Gutter);
}

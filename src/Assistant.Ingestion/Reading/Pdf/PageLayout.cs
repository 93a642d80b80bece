using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.DocumentLayoutAnalysis.WordExtractor;

namespace Assistant.Ingestion.Reading.Pdf;

/// <summary>Turns the letters of a page into lines in reading order.</summary>
internal static class PageLayout
{
    // Above this a page is a drawing made of letters; neighbour search would take minutes, so words are read in the order in which they were drawn.
    private const int MaxLetters = 60_000;

    // Rows of a table keep their cells this many font sizes apart; words of justified text stay closer.
    private const double CellGap = 1.5;

    /// <summary>The lines of a page; text that stands turned comes after the upright one.</summary>
    public static IReadOnlyList<PdfLine> LinesOf(Page page)
    {
        var letters = page.Letters.Where(letter => IsOn(page, letter)).ToList();
        if (letters.Count == 0)
        {
            return [];
        }

        var words = letters.Count <= MaxLetters
            ? NearestNeighbourWordExtractor.Instance.GetWords(letters)
            : page.GetWords();

        List<PdfLine> lines = [];
        foreach (var turned in words.Where(word => !string.IsNullOrWhiteSpace(word.Text)).GroupBy(word => word.TextOrientation).OrderBy(group => group.Key is TextOrientation.Horizontal ? 0 : 1 + (int)group.Key))
        {
            foreach (var region in ReadingOrder.Regions([.. turned.Select(PdfWord.From)]))
            {
                AddLines(lines, region, lines.Count == 0 ? 0 : lines[^1].Region + 1);
            }
        }

        return lines;
    }

    // What is drawn beside the page nobody sees: marks of printers, names of layers.
    private static bool IsOn(Page page, Letter letter) =>
        Math.Max(letter.StartBaseLine.X, letter.EndBaseLine.X) >= 0 && Math.Min(letter.StartBaseLine.X, letter.EndBaseLine.X) <= page.Width
        && letter.StartBaseLine.Y >= -letter.PointSize && letter.StartBaseLine.Y <= page.Height;

    private static void AddLines(List<PdfLine> lines, IReadOnlyList<PdfWord> region, int number)
    {
        foreach (var row in Rows(region))
        {
            var (size, bold) = (Typical(row), row.Sum(word => word.IsBold ? word.Text.Length : -word.Text.Length) > 0);
            var cells = 1;
            for (var at = 1; at < row.Count; at++)
            {
                if (row[at].Left - row[at - 1].Right > CellGap * size)
                {
                    cells++;
                }
            }

            var (left, right, bottom, top) = (row.Min(word => word.Left), row.Max(word => word.Right), row.Min(word => word.Bottom), row.Max(word => word.Top));
            RightToLeft.OrderLine(row);
            lines.Add(new(string.Join(' ', row.Select(word => word.Text)), left, right, bottom, top, size, bold, number, cells));
        }
    }

    /// <summary>The words grouped by the line they stand on, from the top, each line from left to right.</summary>
    public static List<List<PdfWord>> Rows(IReadOnlyList<PdfWord> words)
    {
        List<List<PdfWord>> rows = [];
        List<PdfWord> row = [];
        double baseline = 0, size = 0;
        foreach (var word in words.OrderByDescending(word => word.Baseline).ThenBy(word => word.Left))
        {
            // Raised and lowered marks stay on their line: half of the larger font is the distance at which a new line begins.
            if (row.Count > 0 && baseline - word.Baseline > 0.5 * Math.Max(size, word.Size))
            {
                rows.Add(row);
                row = [];
            }

            if (row.Count == 0 || word.Size > size)
            {
                (baseline, size) = (word.Baseline, word.Size);
            }

            row.Add(word);
        }

        if (row.Count > 0)
        {
            rows.Add(row);
        }

        foreach (var line in rows)
        {
            line.Sort((a, b) => a.Left.CompareTo(b.Left));
        }

        return rows;
    }

    private static double Typical(List<PdfWord> row) =>
        row.GroupBy(word => Math.Round(word.Size, 1)).MaxBy(group => group.Sum(word => word.Text.Length))!.Key;
}

using System.Text.RegularExpressions;

namespace Assistant.Ingestion.Reading.Pdf;

/// <summary>Makes paragraphs, headings, items and rows out of the lines of all pages.</summary>
internal sealed partial class PdfComposer(SourceFile file, IReadOnlyList<PdfPage> pages)
{
    // Headings of print stand out by at least an eighth; below that a larger size is a lead paragraph or rounding.
    private const double HeadingSize = 1.12;
    private const int MaxHeadingLength = 200;
    private const int MaxHeadingLines = 3;
    private const int MaxSizeLevels = 4;

    // Lines of a paragraph keep one distance; half a line more starts the next.
    private const double ParagraphGap = 1.4;

    private readonly DocumentText document = new(file);
    private readonly double bodySize = BodySize(pages);
    private readonly LineBreaks breaks = new(pages.SelectMany(page => page.Lines));
    private List<double> headingSizes = [];

    /// <summary>The document.</summary>
    /// <param name="title">The title in its properties, or null.</param>
    public ReadDocument Compose(string? title)
    {
        var running = RunningLines.Find(pages);
        headingSizes = HeadingSizes();
        foreach (var page in pages)
        {
            file.CancellationToken.ThrowIfCancellationRequested();
            var lines = page.Lines.Where(line => !running.Contains(line)).ToList();
            for (var start = 0; start < lines.Count;)
            {
                var end = EndOfParagraph(lines, start);
                Add(lines[start..end], page.Number);
                start = end;
            }
        }

        return document.Build("application/pdf", title ?? LargestOnFirstPage()) with { Pages = pages.Count };
    }

    private void Add(List<PdfLine> paragraph, int page)
    {
        var words = breaks.Join(paragraph.Select(line => line.Text));
        if (paragraph[0].Cells > 1 && paragraph.Count == 1)
        {
            // The borders of cells are only guessed from gaps, so they are not marked: a blank keeps figures and names searchable as they stand.
            document.Add(BlockKind.TableRow, words, page);
        }
        else if (HeadingLevel(paragraph, words) is { } level)
        {
            document.AddHeading(level, words, page);
        }
        else
        {
            document.Add(ItemMark().IsMatch(words) ? BlockKind.ListItem : BlockKind.Paragraph, words, page);
        }
    }

    private static int EndOfParagraph(List<PdfLine> lines, int start)
    {
        var end = start + 1;
        if (lines[start].Cells > 1)
        {
            return end;
        }

        var right = RegionRight(lines, start);
        for (; end < lines.Count; end++)
        {
            var (above, line) = (lines[end - 1], lines[end]);
            var gap = above.Bottom - line.Bottom;
            if (line.Region != above.Region || line.Cells > 1
                || Math.Abs(line.Size - above.Size) > 0.1 * above.Size
                || (line.IsBold != above.IsBold && (IsShort(above, right) || line.Text.Length < above.Text.Length / 2))
                || gap > ParagraphGap * LineDistance(lines, end)
                || ItemMark().IsMatch(line.Text))
            {
                break;
            }

            // An indented line after a sentence's end, or any line after one that stops early at its end, starts anew.
            var endsSentence = above.Text[^1] is '.' or '!' or '?' or ':' or '”' or '"' or '。';
            if (endsSentence && (line.Left > above.Left + (0.8 * line.Size) || IsShort(above, right)))
            {
                break;
            }
        }

        return end;
    }

    private static bool IsShort(PdfLine line, double right) => line.Right < right - (0.15 * (right - line.Left)) - line.Size;

    private static double RegionRight(List<PdfLine> lines, int at) => lines.Where(line => line.Region == lines[at].Region).Max(line => line.Right);

    // The usual distance from line to line around here: the smallest among the neighbours, since paragraph gaps are larger.
    private static double LineDistance(List<PdfLine> lines, int at)
    {
        var least = 2.2 * lines[at].Size;
        for (var next = Math.Max(1, at - 3); next < Math.Min(lines.Count, at + 4); next++)
        {
            var distance = lines[next - 1].Bottom - lines[next].Bottom;
            if (lines[next].Region == lines[at].Region && distance > 0.7 * lines[at].Size && distance < least)
            {
                least = distance;
            }
        }

        return least;
    }

    private int? HeadingLevel(List<PdfLine> paragraph, string words)
    {
        var size = paragraph[0].Size;
        if (paragraph.Count > MaxHeadingLines || words.Length > MaxHeadingLength || !words.Any(char.IsLetter))
        {
            return null;
        }

        if (size >= HeadingSize * bodySize)
        {
            var rank = headingSizes.TakeWhile(larger => larger > size * 1.02).Count();
            return Math.Min(rank, MaxSizeLevels - 1) + 1;
        }

        // A bold line of its own in the size of the text is the lowest kind of heading, unless it is a sentence.
        var isBoldLine = paragraph.Count == 1 && paragraph[0].IsBold && size >= 0.95 * bodySize && words.Length <= 100;
        return isBoldLine && words[^1] is not ('.' or ',' or ';' or '!') && !ItemBullet().IsMatch(words) ? Math.Min(headingSizes.Count, MaxSizeLevels) + 1 : null;
    }

    private List<double> HeadingSizes() =>
        [.. pages.SelectMany(page => page.Lines)
            .Where(line => line.Size >= HeadingSize * bodySize && line.Text.Length <= MaxHeadingLength)
            .Select(line => Math.Round(line.Size, 1))
            .Distinct()
            .OrderDescending()];

    private string? LargestOnFirstPage()
    {
        var first = pages.FirstOrDefault(page => page.Lines.Count > 0)?.Lines ?? [];
        var largest = first.Where(line => line.Text.Length > 3 && line.Text.Any(char.IsLetter)).MaxBy(line => line.Size);
        if (largest is null || largest.Size < HeadingSize * bodySize)
        {
            return null;
        }

        var title = breaks.Join(first.SkipWhile(line => line != largest).TakeWhile(line => Math.Abs(line.Size - largest.Size) < 0.5 && line.Region == largest.Region).Take(MaxHeadingLines).Select(line => line.Text));
        return title.Length <= MaxHeadingLength ? title : null;
    }

    private static double BodySize(IReadOnlyList<PdfPage> pages) =>
        pages.SelectMany(page => page.Lines)
            .GroupBy(line => Math.Round(line.Size, 1))
            .OrderByDescending(group => group.Sum(line => line.Text.Length))
            .ThenBy(group => group.Key)
            .Select(group => group.Key)
            .FirstOrDefault(10);

    [GeneratedRegex(@"^([-•‣◦▪●○■□–*]\s|\(?(\d{1,3}|[a-zA-Z])[.)]\s+\S)", RegexOptions.NonBacktracking)]
    private static partial Regex ItemMark();

    [GeneratedRegex(@"^[-•‣◦▪●○■□–*]\s", RegexOptions.NonBacktracking)]
    private static partial Regex ItemBullet();
}

using System.Text;
using UglyToad.PdfPig.Content;

namespace Assistant.Ingestion.Reading.Pdf;

/// <summary>A word with its place, turned so that its line runs from left to right on an upright page.</summary>
/// <param name="Text">In logical order.</param>
/// <param name="Left">Its left edge in points.</param>
/// <param name="Right">Its right edge.</param>
/// <param name="Bottom">Its lower edge.</param>
/// <param name="Top">Its upper edge.</param>
/// <param name="Baseline">The line that its letters stand on.</param>
/// <param name="Size">Its font size in points.</param>
/// <param name="IsBold">Whether it is bold.</param>
internal sealed record PdfWord(string Text, double Left, double Right, double Bottom, double Top, double Baseline, double Size, bool IsBold)
{
    /// <summary>Whether it is written from right to left.</summary>
    public bool IsRightToLeft { get; } = Text.Any(RightToLeft.IsStrong);

    /// <summary>Takes a word over from the library.</summary>
    public static PdfWord From(Word word)
    {
        StringBuilder text = new();
        foreach (var letter in RightToLeft.InLogicalOrder(word.Letters))
        {
            text.Append(Unligated(letter.Value));
        }

        var first = word.Letters[0];
        var box = word.BoundingBox;
        var (left, right, bottom, top) = Bounds([box.BottomLeft, box.BottomRight, box.TopLeft, box.TopRight], word.TextOrientation);
        var (_, _, baseline, _) = Bounds([first.StartBaseLine, first.EndBaseLine], word.TextOrientation);
        var size = first.PointSize > 0.5 ? first.PointSize : Math.Max(1, top - bottom);
        return new(text.ToString(), left, right, Math.Min(bottom, baseline), Math.Max(top, baseline + (size * 0.5)), baseline, size, IsBoldFont(first));
    }

    private static (double Left, double Right, double Bottom, double Top) Bounds(UglyToad.PdfPig.Core.PdfPoint[] corners, TextOrientation orientation)
    {
        var (left, right, bottom, top) = (double.MaxValue, double.MinValue, double.MaxValue, double.MinValue);
        foreach (var corner in corners)
        {
            // Turned text is read with the head tilted: its page is turned back until its lines are level.
            var (x, y) = orientation switch
            {
                TextOrientation.Rotate90 => (-corner.Y, corner.X),
                TextOrientation.Rotate180 => (-corner.X, -corner.Y),
                TextOrientation.Rotate270 => (corner.Y, -corner.X),
                _ => (corner.X, corner.Y),
            };
            (left, right) = (Math.Min(left, x), Math.Max(right, x));
            (bottom, top) = (Math.Min(bottom, y), Math.Max(top, y));
        }

        return (left, right, bottom, top);
    }

    private static bool IsBoldFont(Letter letter) =>
        letter.FontDetails.IsBold
        || (letter.FontName is { } name && (name.Contains("Bold", StringComparison.OrdinalIgnoreCase)
            || name.Contains("Black", StringComparison.OrdinalIgnoreCase)
            || name.Contains("CMBX", StringComparison.Ordinal) // Computer Modern bold extended, TeX's bold
            || name.Contains("SFBX", StringComparison.Ordinal)));

    // Ligatures and Arabic presentation forms are shapes of letters; NFKC names the letters. Other compatibility forms (², ½, ™) mean something and stay.
    private static string Unligated(string value) =>
        value.Any(c => c is >= '\uFB00' and <= '\uFB4F' or >= '\uFB50' and <= '\uFDFF' or >= '\uFE70' and <= '\uFEFC')
            ? Normalized(value)
            : value;

    private static string Normalized(string value)
    {
        try
        {
            return value.Normalize(NormalizationForm.FormKC);
        }
        catch (ArgumentException)
        {
            // Half a surrogate pair from a broken font table: cleaned later with the rest.
            return value;
        }
    }
}

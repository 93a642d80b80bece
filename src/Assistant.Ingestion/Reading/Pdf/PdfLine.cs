namespace Assistant.Ingestion.Reading.Pdf;

/// <summary>A line of text on a page. Measures are in points, upwards from the page's bottom.</summary>
/// <param name="Text">Its words, joined by blanks, in logical order.</param>
/// <param name="Left">Its left edge.</param>
/// <param name="Right">Its right edge.</param>
/// <param name="Bottom">Its lower edge.</param>
/// <param name="Top">Its upper edge.</param>
/// <param name="Size">The font size of most of its letters.</param>
/// <param name="IsBold">Whether most of its letters are bold.</param>
/// <param name="Region">Which column or block of the page it belongs to, in reading order.</param>
/// <param name="Cells">In how many pieces wide gaps part it: more than one looks like a row of a table.</param>
internal sealed record PdfLine(string Text, double Left, double Right, double Bottom, double Top, double Size, bool IsBold, int Region, int Cells);

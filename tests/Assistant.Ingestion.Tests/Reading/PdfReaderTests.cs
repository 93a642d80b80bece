using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.Core;
using UglyToad.PdfPig.Fonts.Standard14Fonts;
using UglyToad.PdfPig.Writer;

namespace Assistant.Ingestion.Tests.Reading;

public class PdfReaderTests : ReadingTests
{
    [Fact]
    public async Task Text_beside_the_page_is_not_read()
    {
        var pdf = Pdf((page, font) =>
        {
            page.AddText("Shown to readers.", 12, new PdfPoint(50, 700), font);
            page.AddText("Layer name", 12, new PdfPoint(50, 2_000), font);
        });

        var document = await ReadAsync(pdf, "a.pdf");

        Assert.Equal("Shown to readers.", document.Text);
    }

    [Fact]
    public async Task A_page_with_words_only_beside_it_has_no_text_layer()
    {
        var failure = await FailureAsync(Pdf((page, font) => page.AddText("Background", 12, new PdfPoint(-500, 700), font)), "scan.pdf");

        Assert.Equal("no_text", failure.Code);
    }

    [Fact]
    public async Task Two_columns_are_read_one_after_the_other_and_each_block_knows_its_page()
    {
        string[] left = ["Leave is earned by the", "hour and is taken by the", "hour, half days included,", "with the consent of the", "supervisor in advance."];
        string[] right = ["Travel is booked in the", "tool that the agency has", "bought, and nowhere else,", "with a card that belongs", "to the government alone."];
        var pdf = Pdf((page, font) =>
        {
            for (var line = 0; line < left.Length; line++)
            {
                page.AddText(left[line], 11, new PdfPoint(50, 700 - (14 * line)), font);
                page.AddText(right[line], 11, new PdfPoint(320, 700 - (14 * line)), font);
            }
        });

        var document = await ReadAsync(pdf, "a.pdf");

        Assert.Contains("with the consent of the supervisor in advance.", document.Text, StringComparison.Ordinal);
        Assert.True(document.Text.IndexOf("Leave", StringComparison.Ordinal) < document.Text.IndexOf("Travel", StringComparison.Ordinal));
        Assert.All(document.Blocks, block => Assert.Equal(1, block.Page));
    }

    private static byte[] Pdf(Action<PdfPageBuilder, PdfDocumentBuilder.AddedFont> draw)
    {
        PdfDocumentBuilder builder = new();
        draw(builder.AddPage(PageSize.A4), builder.AddStandard14Font(Standard14Font.Helvetica));
        return builder.Build();
    }
}

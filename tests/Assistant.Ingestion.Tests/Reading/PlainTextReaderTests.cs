using System.Text;
using Assistant.Ingestion.Reading;

namespace Assistant.Ingestion.Tests.Reading;

public class PlainTextReaderTests : ReadingTests
{
    [Fact]
    public async Task Paragraphs_end_at_blank_lines_and_items_stand_alone()
    {
        var document = await ReadAsync("One line\r\nand its next.\r\n\r\n- first\r\n- second\r\n  goes on\r\n\fNew page.\r\n", "notes.txt");

        Assert.Equal(["Paragraph: One line\nand its next.", "ListItem: - first", "ListItem: - second\ngoes on", "Paragraph: New page."], Blocks(document));
        Assert.Equal(("notes", "text/plain", null), (document.Title, document.MediaType, document.Pages));
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    [InlineData("utf-32")]
    [InlineData("utf-32BE")]
    public async Task Unicode_is_found_with_and_without_a_mark(string name)
    {
        var encoding = Encoding.GetEncoding(name);
        var bytes = encoding.GetBytes("Grüße aus Köln, 20 €. Ordinary words follow here.");

        Assert.StartsWith("Grüße aus Köln, 20 €.", (await ReadAsync(bytes, "a.txt")).Text);
        Assert.StartsWith("Grüße aus Köln, 20 €.", (await ReadAsync([.. encoding.GetPreamble(), .. bytes], "a.txt")).Text);
    }

    [Fact]
    public async Task Control_characters_and_half_pairs_never_reach_the_text()
    {
        var bytes = Encoding.Unicode.GetBytes("a\0b\u0007c \U0001F600 and a good deal of ordinary text behind it");
        byte[] broken = [.. bytes, 0x3D, 0xD8, 0x20, 0x00, 0x78, 0x00];

        var document = await ReadAsync([0xFF, 0xFE, .. broken], "a.txt");

        Assert.StartsWith("abc \U0001F600 and", document.Text);
    }

    [Fact]
    public async Task Text_that_tells_of_other_formats_stays_text()
    {
        Assert.Equal("text/plain", (await ReadAsync("A file that starts with %PDF-1.7 is a PDF.", "a.txt")).MediaType);
        Assert.Equal("text/plain", (await ReadAsync("From: here\nto there is far.", "a.txt")).MediaType);
    }

    [Fact]
    public async Task Past_a_limit_it_fails_with_the_limit()
    {
        Assert.Equal("too_large", (await FailureAsync(new byte[100], "a.txt", new() { MaxBytes = 99 })).Code);
        Assert.Equal("too_large", (await FailureAsync(Encoding.ASCII.GetBytes(new string('x', 100)), "a.txt", new() { MaxCharacters = 99 })).Code);
    }

    [Fact]
    public async Task A_hundred_megabytes_go_through()
    {
        var line = Encoding.ASCII.GetBytes("The quick brown fox jumps over the lazy dog, line after line.\n\n");
        var bytes = new byte[100 * 1024 * 1024 / line.Length * line.Length];
        for (var at = 0; at < bytes.Length; at += line.Length)
        {
            line.CopyTo(bytes, at);
        }

        using MemoryStream content = new(bytes);
        var document = await new DocumentTextReader(TimeProvider.System).ReadAsync(content, "big.txt", new(), TestContext.Current.CancellationToken);

        Assert.Equal(bytes.Length / line.Length, document.Blocks.Count);
    }
}

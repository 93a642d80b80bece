using System.IO.Compression;
using System.Text;

namespace Assistant.Ingestion.Tests.Reading;

public class FormatDetectorTests : ReadingTests
{
    [Fact]
    public async Task An_empty_file_says_so()
    {
        var failure = await FailureAsync([], "a.pdf");

        Assert.Equal(("no_text", "The file is empty."), (failure.Code, failure.Message));
    }

    [Fact]
    public async Task Only_blanks_are_no_text() => Assert.Equal("no_text", (await FailureAsync(" \n\t\r\n "u8.ToArray(), "a.md")).Code);

    [Fact]
    public async Task The_name_does_not_decide()
    {
        Assert.Equal("text/html", (await ReadAsync("<!DOCTYPE html><p>Hello there.</p>", "a.pdf")).MediaType);
        Assert.Equal("text/plain", (await ReadAsync("Just some words.", "a.jpg")).MediaType);
        Assert.Equal("text/markdown", (await ReadAsync("# One\n\nA [link](b).\n", "README")).MediaType);
    }

    [Fact]
    public async Task Between_text_formats_the_name_settles_it()
    {
        Assert.Equal("text/plain", (await ReadAsync("# comment\n# comment\n[x](y)\n", "a.conf")).MediaType);
        Assert.Equal("text/markdown", (await ReadAsync("Plain words only.\n", "a.md")).MediaType);
    }

    [Theory]
    [InlineData("{\\rtf1 hello}", "Rich text (RTF)")]
    [InlineData("GIF89a......", "An image (GIF)")]
    [InlineData("MZ..........", "A program (Windows executable)")]
    [InlineData("<?xml version=\"1.0\"?><note/>", "XML")]
    [InlineData("From: a@b.test\nTo: c@d.test\nSubject: x\n\nHello", "An e-mail message")]
    public async Task What_has_no_reader_is_named(string content, string name)
    {
        var failure = await FailureAsync(Encoding.ASCII.GetBytes(content), "a.docx");

        Assert.Equal(("unsupported", $"{name} is not supported yet."), (failure.Code, failure.Message));
    }

    [Fact]
    public async Task Bare_words_named_as_a_document_are_a_broken_file() =>
        Assert.Equal("damaged", (await FailureAsync("404 not found"u8.ToArray(), "a.docx")).Code);

    [Fact]
    public async Task Packages_are_named_by_their_parts()
    {
        Assert.StartsWith("An archive (ZIP)", (await FailureAsync(Zip(("readme.txt", "x")), "a.docx")).Message);
        Assert.StartsWith("An e-book (EPUB)", (await FailureAsync(Zip(("mimetype", "application/epub+zip")), "a.docx")).Message);
        Assert.StartsWith("A spreadsheet", (await FailureAsync(Zip(("_rels/.rels", Relationship("xl/workbook.xml")), ("xl/workbook.xml", "<x/>")), "a.docx")).Message);
    }

    [Fact]
    public async Task Binary_junk_named_as_text_is_damaged()
    {
        var junk = new byte[4096];
        new Random(7).NextBytes(junk);

        Assert.Equal("damaged", (await FailureAsync(junk, "notes.md")).Code);
        Assert.Equal("unsupported", (await FailureAsync(junk, "notes.bin")).Code);
    }

    private static string Relationship(string target) =>
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" "
        + $"Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"{target}\"/></Relationships>";

    private static byte[] Zip(params (string Name, string Text)[] entries)
    {
        using MemoryStream bytes = new();
        using (ZipArchive archive = new(bytes, ZipArchiveMode.Create))
        {
            foreach (var (name, text) in entries)
            {
                using var stream = archive.CreateEntry(name).Open();
                stream.Write(Encoding.UTF8.GetBytes(text));
            }
        }

        return bytes.ToArray();
    }
}

using System.IO.Compression;
using System.Text;

namespace Assistant.Ingestion.Tests.Reading;

public class DocxReaderTests : ReadingTests
{
    private const string Styles = """
        <w:style w:type="paragraph" w:styleId="berschrift1"><w:name w:val="Überschrift"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>
        <w:style w:type="paragraph" w:styleId="Eigene"><w:name w:val="Eigene"/><w:basedOn w:val="berschrift1"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>
        <w:style w:type="paragraph" w:styleId="Enkel"><w:name w:val="Enkel"/><w:basedOn w:val="Eigene"/></w:style>
        """;

    private const string Numbering = """
        <w:abstractNum w:abstractNumId="7"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl><w:lvl w:ilvl="1"><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%1.%2)"/></w:lvl></w:abstractNum>
        <w:abstractNum w:abstractNumId="8"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val=""/></w:lvl></w:abstractNum>
        <w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="8"/></w:num>
        """;

    [Fact]
    public async Task Headings_go_by_outline_level_in_any_language()
    {
        var document = await ReadAsync(Docx(Styled("berschrift1", "Urlaub") + P("Zehn Tage.") + Styled("Enkel", "Kranksein") + P("Melden.")), "a.docx");

        Assert.Equal(["Heading: Urlaub", "Paragraph: Zehn Tage.", "[Kranksein] Heading: Kranksein", "[Kranksein] Paragraph: Melden."], Blocks(document));
    }

    [Fact]
    public async Task Lists_count_and_tables_are_rows()
    {
        var document = await ReadAsync(
            Docx(Item(1, 0, "one") + Item(1, 1, "inner") + Item(1, 1, "more") + Item(1, 0, "two") + Item(2, 0, "dot")
                + $"<w:tbl><w:tr><w:tc>{P("Name")}</w:tc><w:tc>{P("Days")}{P("a year")}</w:tc></w:tr><w:tr><w:tc>{P("Ann")}</w:tc><w:tc><w:tbl><w:tr><w:tc>{P("3")}</w:tc></w:tr></w:tbl>{P("")}</w:tc></w:tr></w:tbl>"),
            "a.docx");

        Assert.Equal(
            ["ListItem: 1. one", "ListItem: 1.a) inner", "ListItem: 1.b) more", "ListItem: 2. two", "ListItem: - dot", "TableRow: Name | Days a year", "TableRow: Ann | 3"],
            Blocks(document));
    }

    [Fact]
    public async Task Deleted_and_hidden_text_and_field_codes_are_left_out_and_inserted_text_is_in()
    {
        var document = await ReadAsync(
            Docx("<w:p><w:r><w:t>Pay </w:t></w:r><w:del><w:r><w:delText>LEAK</w:delText></w:r></w:del><w:ins><w:r><w:t>40</w:t></w:r></w:ins><w:r><w:rPr><w:vanish/></w:rPr><w:t>LEAK</w:t></w:r>"
                + "<w:r><w:instrText>LEAK</w:instrText></w:r><w:r><w:t xml:space=\"preserve\"> euros</w:t><w:tab/><w:t>now</w:t><w:br/><w:t>or later</w:t></w:r></w:p>"),
            "a.docx");

        Assert.Equal(["Paragraph: Pay 40 euros now\nor later"], Blocks(document));
    }

    [Fact]
    public async Task Footnotes_and_text_boxes_are_read()
    {
        var box = "<w:p><w:r><mc:AlternateContent xmlns:mc=\"m\"><mc:Choice><w:txbxContent>" + P("Boxed.") + "</w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent>" + P("Boxed.") + "</w:txbxContent></mc:Fallback></mc:AlternateContent><w:t>Around.</w:t></w:r></w:p>";

        var document = await ReadAsync(Docx(box, footnotes: $"<w:footnote w:type=\"separator\">{P("---")}</w:footnote><w:footnote>{P("A note.")}</w:footnote>"), "a.docx");

        Assert.Equal(["Paragraph: Boxed.", "Paragraph: Around.", "Paragraph: A note."], Blocks(document));
    }

    [Fact]
    public async Task A_document_type_is_refused()
    {
        var failure = await FailureAsync(Docx(P("&x;"), prolog: "<!DOCTYPE d [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>"), "a.docx");

        Assert.Equal("damaged", failure.Code);
    }

    [Fact]
    public async Task A_part_that_unpacks_too_far_is_refused()
    {
        var failure = await FailureAsync(Docx(P(new string(' ', 30_000_000) + "x")), "a.docx");

        Assert.Equal("too_large", failure.Code);
    }

    private static string P(string text) => $"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>";

    private static string Styled(string style, string text) => $"<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>";

    private static string Item(int list, int level, string text) =>
        $"<w:p><w:pPr><w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"{list}\"/></w:numPr><w:tabs><w:tab w:val=\"left\"/></w:tabs></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>";

    private static byte[] Docx(string body, string prolog = "", string footnotes = "")
    {
        using MemoryStream bytes = new();
        using (ZipArchive archive = new(bytes, ZipArchiveMode.Create))
        {
            Part(archive, "word/document.xml", prolog + Root("document", $"<w:body>{body}</w:body>"));
            Part(archive, "word/styles.xml", Root("styles", Styles));
            Part(archive, "word/numbering.xml", Root("numbering", Numbering));
            Part(archive, "word/footnotes.xml", Root("footnotes", footnotes));
        }

        return bytes.ToArray();
    }

    private static string Root(string name, string content) => $"<w:{name} xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">{content}</w:{name}>";

    private static void Part(ZipArchive archive, string name, string xml)
    {
        using var stream = archive.CreateEntry(name).Open();
        stream.Write(Encoding.UTF8.GetBytes(xml));
    }
}

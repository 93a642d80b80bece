using System.Text;
using System.Text.Json;
using Assistant.Core;
using Assistant.Ingestion.Working;

namespace Assistant.Ingestion.Tests.Working;

public sealed class DocumentNamesTests
{
    [Theory]
    [InlineData("../../etc/passwd", "passwd")]
    [InlineData("..%2f..%2fetc%2fpasswd.txt", "passwd.txt")]
    [InlineData("C:\\Windows\\win.ini", "win.ini")]
    [InlineData("CON.txt", "_CON.txt")]
    [InlineData("com1", "_com1")]
    [InlineData("console.txt", "console.txt")]
    [InlineData("invoice\u202efdp.exe", "invoicefdp.exe")]
    [InlineData("<img src=x onerror=alert(1)>.html", "_img src=x onerror=alert(1)_.html")]
    [InlineData("null\u0000byte.pdf", "nullbyte.pdf")]
    [InlineData(".htaccess", "htaccess")]
    [InlineData("re\u0301sume\u0301.txt", "r\u00e9sum\u00e9.txt")]
    [InlineData("  .pdf", "pdf")]
    [InlineData("\r\nX-Injected: 1.txt", "X-Injected_ 1.txt")]
    [InlineData("report.PDF", "report.PDF")]
    [InlineData("no_extension", "no_extension")]
    [InlineData("\ud83d\ude00\ud83d\udcc4.docx", "\ud83d\ude00\ud83d\udcc4.docx")]
    [InlineData("👩‍👩‍👧.md", "👩‍👩‍👧.md")]
    public void An_upload_gets_a_safe_name(string sent, string name) => Assert.Equal(name, DocumentNames.OfUpload(sent));

    [Fact]
    public void Half_a_character_becomes_the_mark_for_one() => Assert.Equal("lone\ufffd.md", DocumentNames.OfUpload("lone" + '\ud83d' + ".md"));

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("a/")]
    [InlineData("\u202e\u0000")]
    public void A_name_of_nothing_is_refused(string sent) =>
        Assert.Equal("bad_name", Assert.Throws<AssistantException>(() => DocumentNames.OfUpload(sent)).Code);

    [Fact]
    public void A_long_name_is_shortened_between_characters_and_keeps_its_extension()
    {
        var name = DocumentNames.OfUpload(string.Concat(Enumerable.Repeat("👩‍👩‍👧‍👦", 40)) + ".txt");

        Assert.EndsWith("👦.txt", name, StringComparison.Ordinal);
        Assert.InRange(Encoding.UTF8.GetByteCount(name), 150, 200);
    }

    [Fact]
    public void Hostile_names_end_safe_or_refused()
    {
        using var names = JsonDocument.Parse(File.ReadAllText(Repository.SharedOrSkip("data", "docs", "hostile_names.json")));
        var refused = 0;
        foreach (var sent in names.RootElement.EnumerateArray().Select(entry => entry.GetProperty("upload_name").GetString()!))
        {
            try
            {
                var name = DocumentNames.OfUpload(sent);

                Assert.InRange(Encoding.UTF8.GetByteCount(name), 1, 200);
                Assert.DoesNotContain(name, unit => char.IsControl(unit) || unit is '/' or '\\' or '<' or '>' or '"' or ':' or '\u202e');
                Assert.False(name.StartsWith('.'));
                Assert.Equal(name, DocumentNames.OfUpload(name));
            }
            catch (AssistantException exception)
            {
                Assert.Equal("bad_name", exception.Code);
                refused++;
            }
        }

        Assert.Equal(2, refused);
    }

    [Fact]
    public void A_file_name_of_marks_alone_still_is_a_name() => Assert.Equal("a/_/b.md", DocumentNames.OfFile(Path.Combine("a", "\u202e", "b.md")));
}

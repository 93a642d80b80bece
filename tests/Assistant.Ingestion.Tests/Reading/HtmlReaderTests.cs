using System.Text;
using Assistant.Ingestion.Reading.Html;

namespace Assistant.Ingestion.Tests.Reading;

public class HtmlReaderTests : ReadingTests
{
    [Fact]
    public async Task Structure_becomes_blocks()
    {
        var document = await ReadAsync(
            "<html><head><title> Leave &amp; pay </title></head><body><h1>Leave</h1><p>Ten <b>days</b>\n a year.<br>Ask.</p><ol start=2><li>two<ul><li>inner</li></ul></li><li>three</li></ol>"
            + "<table><thead><tr><th>Name</th><th>Days</th></tr></thead><tr><td>Ann</td><td><p>3</p></td></tr></table><pre>a\n  b</pre>end</body></html>",
            "a.html");

        Assert.Equal("Leave & pay", document.Title);
        Assert.Equal(
            [
                "[Leave] Heading: Leave", "[Leave] Paragraph: Ten days a year.\nAsk.", "[Leave] ListItem: 2. two", "[Leave] ListItem: - inner", "[Leave] ListItem: 3. three",
                "[Leave] TableRow: Name | Days", "[Leave] TableRow: Ann | 3", "[Leave] Code: a\n  b", "[Leave] Paragraph: end",
            ],
            Blocks(document));
    }

    [Fact]
    public async Task Code_navigation_and_hidden_text_are_left_out()
    {
        var document = await ReadAsync(
            "<!doctype html><nav>MENU</nav><p>Shown.<script>LEAK</script><style>LEAK</style></p><div hidden>LEAK</div><div style='display: none'>LEAK</div><p aria-hidden=true>LEAK</p><noscript>LEAK</noscript><!-- LEAK --><template>LEAK</template><footer>Contact</footer>",
            "a.html");

        Assert.Equal(["Paragraph: Shown.", "Paragraph: Contact"], Blocks(document));
    }

    [Fact]
    public async Task A_layout_table_is_read_as_a_page()
    {
        var document = await ReadAsync("<!doctype html><table><tr><td><h2>Left</h2><p>One.</p></td><td><table><tr><td>a</td><td>b</td></tr></table></td></tr></table>", "a.html");

        Assert.Equal(["Heading: Left", "Paragraph: One.", "TableRow: a | b"], Blocks(document));
    }

    [Fact]
    public async Task The_page_says_its_encoding()
    {
        byte[] page = [.. "<html><head><meta charset=iso-8859-2></head><p>"u8, 0xB1, 0xEA, .. " abc</p></html>"u8];

        Assert.Equal("ąę abc", (await ReadAsync(page, "a.html")).Text);
    }

    [Fact]
    public async Task Nesting_has_no_bottom()
    {
        var page = "<!doctype html>" + string.Concat(Enumerable.Repeat("<div><span><table>", 5_000)) + "needle";

        Assert.Contains("needle", (await ReadAsync(Encoding.UTF8.GetBytes(page), "a.html")).Text, StringComparison.Ordinal);
    }

    // 20,000 levels once took 11 seconds and 200,000 would have taken a hundred times that: it must not grow with the square.
    [Fact]
    public async Task Two_hundred_thousand_levels_are_read_like_a_thousand()
    {
        const int Levels = 200_000;
        var page = "<!doctype html>" + string.Concat(Enumerable.Repeat("<div title='a>b'>", Levels)) + "needle" + string.Concat(Enumerable.Repeat("</div>", Levels)) + "<p>after</p>";

        Assert.Equal(["Paragraph: needle", "Paragraph: after"], Blocks(await ReadAsync(Encoding.UTF8.GetBytes(page), "a.html")));
    }

    [Fact]
    public void Tags_that_need_no_end_do_not_count_as_nesting()
    {
        var page = string.Concat(Enumerable.Repeat("<p>a<br>b<ul><li>c</ul>", TagNesting.Deepest + 1));

        Assert.Same(page, TagNesting.Limit(page, TestContext.Current.CancellationToken));
    }
}

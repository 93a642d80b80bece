namespace Assistant.Ingestion.Tests.Reading;

public class MarkdownReaderTests : ReadingTests
{
    [Fact]
    public async Task Marks_go_and_the_words_stay()
    {
        var document = await ReadAsync("Some *very* **bold** `code` with a [link](http://x.test/a \"t\"), ![a chart](c.png) &amp; <b>markup</b>, see https://bare.test/page.\n", "a.md");

        Assert.Equal(["Paragraph: Some very bold code with a link, a chart & markup, see https://bare.test/page."], Blocks(document));
        Assert.Equal("text/markdown", document.MediaType);
    }

    [Fact]
    public async Task Headings_make_the_path_and_the_title_is_not_in_it()
    {
        var document = await ReadAsync("# Handbook\n\nIntro.\n\n## Leave\n\nDays.\n\n### Sick\n\nIll.\n\n## Pay\n\nMoney.\n", "a.md");

        Assert.Equal("Handbook", document.Title);
        Assert.Equal(
            [
                "Heading: Handbook", "Paragraph: Intro.", "[Leave] Heading: Leave", "[Leave] Paragraph: Days.", "[Leave > Sick] Heading: Sick",
                "[Leave > Sick] Paragraph: Ill.", "[Pay] Heading: Pay", "[Pay] Paragraph: Money.",
            ],
            Blocks(document));
    }

    [Fact]
    public async Task Lists_keep_their_marks_tables_their_rows_and_code_its_lines()
    {
        var document = await ReadAsync("3. three\n4. four\n   - inner\n\n| a | b |\n|---|---|\n| 1 | **2** |\n\n```\nif x:\n    y\n```\n\n> quoted\n", "a.md");

        Assert.Equal(
            ["ListItem: 3. three", "ListItem: 4. four", "ListItem: - inner", "TableRow: a | b", "TableRow: 1 | 2", "Code: if x:\n    y", "Paragraph: quoted"],
            Blocks(document));
    }

    [Fact]
    public async Task What_stands_between_raw_tags_is_text_braces_and_all()
    {
        var document = await ReadAsync("Write {% raw %}{% page \"leave\" %}{% endraw %} for a link.", "a.md");

        Assert.Equal("Write {% page \"leave\" %} for a link.", document.Text);
    }

    [Fact]
    public async Task A_page_of_nothing_but_front_matter_is_found_by_its_title()
    {
        var document = await ReadAsync("---\ntitle: The org chart\nredirect_to: https://example.org/chart\n---\n", "org.md");

        Assert.Equal("The org chart", document.Title);
        Assert.Equal("The org chart", document.Text);
    }

    [Fact]
    public async Task Front_matter_without_a_title_and_without_a_body_has_no_text()
    {
        var failure = await FailureAsync("---\nredirect_to: https://example.org/chart\n---\n"u8.ToArray(), "org.md");

        Assert.Equal("no_text", failure.Code);
    }

    [Fact]
    public async Task Front_matter_gives_the_title_and_tags()
    {
        var document = await ReadAsync("---\ntitle: \"Paid: leave\"\ntags: [hr, pay]\nlayout: page\ndeep:\n  inner: x\n---\nText.\n", "a.md");

        Assert.Equal("Paid: leave", document.Title);
        Assert.Equal("Text.", document.Text);
        Assert.Equal(["hr", "pay"], document.Tags["tags"]);
        Assert.Equal(["page"], document.Tags["layout"]);
        Assert.False(document.Tags.ContainsKey("deep"));
    }

    [Theory]
    [InlineData("---\ntitle: [unclosed\n---\nText.\n")]
    [InlineData("---\na: *missing\n b: : x\n---\nText.\n")]
    [InlineData("---\nJust a sentence between rules.\n---\nText.\n")]
    public async Task Malformed_front_matter_is_text_and_no_failure(string markdown)
    {
        var document = await ReadAsync(markdown, "a.md");

        Assert.EndsWith("Text.", document.Text);
        Assert.True(document.Text.Length > "Text.".Length, "What is no front matter must not be lost.");
        Assert.Empty(document.Tags);
    }

    [Fact]
    public async Task Marks_of_site_generators_go_but_code_keeps_them()
    {
        var document = await ReadAsync(
            "See [leave]({% page \"/leave/\" %}) or ask in {% slack_channel \"travel\" %}.{% comment %}hidden{% endcomment %} {{ site.name }}\n\n```yaml\n${{ secrets.X }}\n```\n\nUse `{{ x }}`.\n",
            "a.md");

        Assert.Equal(["Paragraph: See leave or ask in travel.", "Code: ${{ secrets.X }}", "Paragraph: Use {{ x }}."], Blocks(document));
    }

    [Fact]
    public async Task Markup_blocks_are_read_as_markup()
    {
        var document = await ReadAsync("Before.\n\n<table><tr><td>Region</td><td>East</td></tr></table>\n\n<script>\nvar leak = 1;\n</script>\n\n<!-- secret -->\n\nAfter.\n", "a.md");

        Assert.Equal(["Paragraph: Before.", "TableRow: Region | East", "Paragraph: After."], Blocks(document));
    }

    [Fact]
    public async Task Nesting_past_the_parsers_limit_still_gives_the_words()
    {
        var document = await ReadAsync(string.Concat(Enumerable.Repeat("> ", 5000)) + "needle\n", "a.md");

        Assert.Contains("needle", document.Text, StringComparison.Ordinal);
    }
}

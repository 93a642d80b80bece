using Assistant.Core;
using Assistant.Orchestration.Tests.Fakes;

namespace Assistant.Orchestration.Tests;

public class ExtractiveAnswerTests
{
    [Fact]
    public async Task Headings_and_bare_links_are_not_quoted()
    {
        var text = await QuotedAsync("Where is the parking garage entrance?", "# Parking garage entrance\n\nhttps://example.org/parking-garage-entrance\n\nThe entrance of the parking garage is on Elm Street.");

        Assert.Equal("The entrance of the parking garage is on Elm Street. [1]", text);
    }

    [Fact]
    public async Task A_numbered_heading_is_not_taken_for_a_list_item()
    {
        const string Text = "2. Use the parking garage\n\nThe entrance of the parking garage is on Elm Street.";
        using House house = new(new ListRetriever(Handbook.Of("a-v1-0", "a", 0, Text, 1, heading: "2. Use the parking garage")));

        var heard = await house.AskAsync("Where is the parking garage entrance?");

        Assert.Equal("The entrance of the parking garage is on Elm Street. [1]", heard.Text);
    }

    [Fact]
    public async Task A_heading_is_not_what_a_sentence_points_back_to()
    {
        const string Text = "Parking garage\n\nIt is on Elm Street and the garage is open all night.";
        using House house = new(new ListRetriever(Handbook.Of("a-v1-0", "a", 0, Text, 1, heading: "Parking garage")));

        var heard = await house.AskAsync("Where is the parking garage?");

        Assert.Equal("It is on Elm Street and the garage is open all night. [1]", heard.Text);
    }

    [Fact]
    public async Task A_list_item_comes_with_its_lead_in()
    {
        var text = await QuotedAsync("Who keeps the visitor badge?", "On the first day you get:\n\n- a laptop with a charger\n- a visitor badge that you keep\n- a map");

        Assert.Equal("On the first day you get: a visitor badge that you keep [1]", text);
    }

    [Fact]
    public async Task A_sentence_that_points_back_comes_with_the_one_before()
    {
        var text = await QuotedAsync("When does the shuttle leave downtown?", "The shuttle is free for staff. It leaves downtown every hour. Bicycles go in the shed.");

        Assert.Equal("The shuttle is free for staff. It leaves downtown every hour. [1]", text);
    }

    [Fact]
    public async Task The_same_thing_is_quoted_once()
    {
        using House house = new(new ListRetriever(
            Handbook.Of("a-v1-0", "a", 0, "The shuttle leaves downtown every hour.", 1),
            Handbook.Of("b-v1-0", "b", 0, "The shuttle leaves downtown every hour!", .99)));

        Assert.Equal("The shuttle leaves downtown every hour. [1]", (await house.AskAsync("When does the shuttle leave downtown?")).Text);
    }

    [Fact]
    public async Task Sentences_are_given_in_reading_order()
    {
        using House house = new(new ListRetriever(
            Handbook.Of("a-v1-5", "a", 5, "The shuttle to the airport leaves downtown on Fridays.", 1),
            Handbook.Of("a-v1-1", "a", 1, "A shuttle ticket for downtown is sold at reception to whoever leaves.", .99)),
            configure: options => options.QuotedShare = 0.5);

        var heard = await house.AskAsync("When does the shuttle leave downtown?");

        Assert.Equal(["a-v1-1", "a-v1-5"], heard.Citations.Select(citation => citation.Passage.Id));
    }

    [Fact]
    public async Task No_more_sentences_are_scored_than_the_limit_and_no_more_quoted_than_asked_for()
    {
        var many = string.Join(' ', Enumerable.Range(0, 60).Select(i => $"Shuttle number {(char)('A' + (i % 26))}{(char)('a' + (i / 26))}xyz leaves downtown {string.Join(' ', Enumerable.Range(0, 5).Select(w => $"w{i}q{w}"))}."));
        using House house = new(new ListRetriever(Handbook.Of("a-v1-0", "a", 0, many, 1)), configure: options => (options.QuotedSentences, options.QuotedShare) = (5, 0));

        var heard = await house.AskAsync("When does the shuttle leave downtown?");

        Assert.Equal(20, house.Scorer.Scored);
        Assert.Equal(5, heard.Updates.OfType<AnswerUpdate.Words>().Count());
    }

    [Fact]
    public async Task Footnote_marks_of_a_document_are_not_mistaken_for_ours()
    {
        using House house = new(new ListRetriever(Handbook.Of("a-v1-0", "a", 0, "The shuttle leaves downtown [7] every **full** hour.", 1)));

        var heard = await house.AskAsync("When does the shuttle leave downtown?");

        Assert.Equal("The shuttle leaves downtown every full hour. [1]", heard.Text);
        Assert.Equal("The shuttle leaves downtown [7] every **full** hour.", Assert.Single(heard.Citations).Quote);
    }

    private static async Task<string> QuotedAsync(string question, string passage)
    {
        using House house = new(new ListRetriever(Handbook.Of("a-v1-0", "a", 0, passage, 1)));
        return (await house.AskAsync(question)).Text;
    }
}

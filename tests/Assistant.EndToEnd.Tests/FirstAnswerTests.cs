using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Playwright;

namespace Assistant.EndToEnd.Tests;

public class FirstAnswerTests(HandbookServer server) : IClassFixture<HandbookServer>
{
    private const string Question = "How many hours does a full-time employee work in a pay period?";

    [Fact]
    public async Task The_page_answers_from_the_handbook_and_the_citation_leads_to_the_passage()
    {
        var chromium = Environment.GetEnvironmentVariable("ASSISTANT_CHROMIUM") ?? "/usr/bin/chromium";
        Assert.SkipUnless(File.Exists(chromium), $"There is no Chromium at {chromium}; set ASSISTANT_CHROMIUM to one.");
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = chromium,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
        var page = await browser.NewPageAsync();
        List<string> elsewhere = [];
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(server.Url, StringComparison.Ordinal) && !request.Url.StartsWith("data:", StringComparison.Ordinal))
            {
                elsewhere.Add(request.Url);
            }
        };

        await page.GotoAsync(server.Url);
        await page.FillAsync("#question", Question);
        await page.PressAsync("#question", "Enter");
        var chip = page.Locator(".chip").First;
        await chip.WaitForAsync(new() { Timeout = 30_000 });
        Assert.Contains("80 hours", await page.Locator("#turns").InnerTextAsync(), StringComparison.Ordinal);

        await chip.ClickAsync();
        var panel = page.Locator("#panel");
        await panel.Locator("mark").First.WaitForAsync();
        Assert.Contains("work-schedules.md", await panel.InnerTextAsync(), StringComparison.Ordinal);
        Assert.Empty(elsewhere);
    }

    [Fact]
    public async Task Every_sentence_of_a_quoted_answer_stands_in_the_passage_that_it_cites()
    {
        var response = await server.Client.PostAsJsonAsync("/api/v1/ask", new { question = Question, collection = "handbook", model = "extractive" }, TestContext.Current.CancellationToken);
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);

        Assert.Equal("extracted", answer.GetProperty("ending").GetString());
        JsonElement[] citations = [.. answer.GetProperty("citations").EnumerateArray()];
        Assert.NotEmpty(citations);
        foreach (var citation in citations)
        {
            var passage = await server.Client.GetFromJsonAsync<JsonElement>($"/api/v1/passages/{citation.GetProperty("passage").GetString()}", TestContext.Current.CancellationToken);
            Assert.Contains(citation.GetProperty("quote").GetString()!, passage.GetProperty("passage").GetProperty("text").GetString()!, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task What_the_handbook_does_not_say_is_not_answered()
    {
        var response = await server.Client.PostAsJsonAsync("/api/v1/ask", new { question = "What is the boiling point of tungsten in kelvin?", collection = "handbook" }, TestContext.Current.CancellationToken);
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);

        Assert.Equal("not_found", answer.GetProperty("ending").GetString());
        Assert.Empty(answer.GetProperty("citations").EnumerateArray());
    }
}

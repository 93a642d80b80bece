using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Assistant.Core;

namespace Assistant.Channels.Tests.Web;

public sealed class AskTests : IAsyncLifetime
{
    private readonly WebHouse house = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => house.InitializeAsync();

    public ValueTask DisposeAsync() => house.DisposeAsync();

    [Fact]
    public async Task An_answer_is_one_object_with_its_citations()
    {
        var answer = await house.Client.PostAsJsonAsync("/api/v1/ask", new { question = "How is leave earned?", collection = "hr", conversation = "c1" }, Cancel);
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("Leave is earned each pay period. [1] It is requested in advance. [2]", body.GetProperty("answer").GetString());
        Assert.Equal("grounded", body.GetProperty("ending").GetString());
        Assert.Equal(1, body.GetProperty("dropped").GetInt32());
        Assert.Equal(40, body.GetProperty("tokens").GetProperty("cached").GetInt32());
        var citation = body.GetProperty("citations")[0];
        Assert.Equal("travel/leave.md", citation.GetProperty("document").GetString());
        Assert.Equal("Annual leave > Accrual", citation.GetProperty("section").GetString());
        Assert.Equal(3, citation.GetProperty("page").GetInt32());
        var asked = Assert.Single(house.Assistant.Asked);
        Assert.Equal(["hr"], asked.Collections);
        Assert.Equal("c1", asked.ConversationId);
        Assert.False(asked.Asker.ReadsAll);
    }

    [Fact]
    public async Task A_streamed_answer_ends_with_exactly_one_finished()
    {
        var events = await EventsAsync(new { question = "How is leave earned?" });

        Assert.Equal(["step", "words", "citation", "words", "citation", "finished"], events.Select(one => one.Name));
        Assert.Equal("grounded", events[^1].Data.GetProperty("ending").GetString());
        Assert.Equal(2, events[^1].Data.GetProperty("citations").GetArrayLength());
    }

    [Fact]
    public async Task An_assistant_that_breaks_ends_the_stream_as_failed_and_shows_no_insides()
    {
        house.Assistant.Answer = (_, _) => Breaking();

        var events = await EventsAsync(new { question = "How is leave earned?" });

        Assert.Equal("finished", events[^1].Name);
        Assert.Single(events, one => one.Name == "finished");
        Assert.Equal("failed", events[^1].Data.GetProperty("ending").GetString());
        Assert.DoesNotContain("10.0.0.7", events[^1].Data.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", events[^1].Data.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_leaves_stops_the_answer()
    {
        house.Assistant.Answer = (_, token) => house.Assistant.Endless(token);
        using var request = Streamed(new { question = "How is leave earned?" });
        using (var response = await house.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancel))
        {
            await using var stream = await response.Content.ReadAsStreamAsync(Cancel);
            Assert.NotEqual(0, await stream.ReadAsync(new byte[16], Cancel));
        }

        await house.Assistant.GivenUp.Task.WaitAsync(TimeSpan.FromSeconds(10), Cancel);
    }

    [Theory]
    [InlineData("{\"question\":\"\"}", 400, "empty_question")]
    [InlineData("{\"question\":\"  \\n \"}", 400, "empty_question")]
    [InlineData("{}", 400, "empty_question")]
    [InlineData("{\"question\":\"x\",\"collection\":\"nowhere\"}", 400, "unknown_collection")]
    [InlineData("{\"question\":\"x\",\"collection\":\"board\"}", 400, "unknown_collection")]
    [InlineData("{\"question\":\"x\",\"model\":\"a\\u0000b\"}", 400, "bad_model")]
    [InlineData("{\"question\":", 400, null)]
    [InlineData("[1,2]", 400, null)]
    [InlineData("", 400, null)]
    public async Task A_bad_question_is_told_what_is_wrong_with_it(string body, int status, string? code)
    {
        using StringContent content = new(body, new MediaTypeHeaderValue("application/json"));
        var answer = await house.Client.PostAsync("/api/v1/ask", content, Cancel);
        var error = (await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("error");

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.False(string.IsNullOrWhiteSpace(error.GetProperty("message").GetString()));
        Assert.Empty(house.Assistant.Asked);
        if (code is not null)
        {
            Assert.Equal(code, error.GetProperty("code").GetString());
        }
    }

    [Theory]
    [InlineData(50_000, 400, "question_too_long")]
    [InlineData(500_000, 413, "body_too_large")]
    public async Task A_question_that_is_too_long_is_refused_and_not_cut(int length, int status, string code)
    {
        var answer = await house.Client.PostAsJsonAsync("/api/v1/ask", new { question = new string('x', length) }, Cancel);

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal(code, (await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("error").GetProperty("code").GetString());
    }

    [Fact]
    public async Task An_unknown_address_and_a_wrong_method_answer_as_the_api_does()
    {
        var nowhere = await house.Client.GetAsync("/api/v1/nothing", Cancel);
        var get = await house.Client.GetAsync("/api/v1/ask", Cancel);

        Assert.Equal(HttpStatusCode.NotFound, nowhere.StatusCode);
        Assert.Equal("unknown_endpoint", (await nowhere.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("error").GetProperty("code").GetString());
        Assert.False(get.IsSuccessStatusCode);
        using StringContent text = new("{}", new MediaTypeHeaderValue("text/plain"));
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await house.Client.PostAsync("/api/v1/ask", text, Cancel)).StatusCode);
    }

    private static HttpRequestMessage Streamed(object body) => new(HttpMethod.Post, "/api/v1/ask")
    {
        Content = JsonContent.Create(body),
        Headers = { Accept = { new("text/event-stream") } },
    };

    private async Task<List<(string Name, JsonElement Data)>> EventsAsync(object body)
    {
        using var request = Streamed(body);
        using var response = await house.Client.SendAsync(request, Cancel);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);
        return [.. (await response.Content.ReadAsStringAsync(Cancel)).Split("\n\n", StringSplitOptions.RemoveEmptyEntries)
            .Where(frame => !frame.StartsWith(':'))
            .Select(frame => frame.Split('\n'))
            .Select(lines => (lines[0]["event: ".Length..], JsonElement.Parse(lines[1]["data: ".Length..])))];
    }

    private static async IAsyncEnumerable<AnswerUpdate> Breaking()
    {
        await Task.Yield();
        yield return new AnswerUpdate.Words("Leave is ");
        throw new InvalidOperationException("connection to 10.0.0.7 refused");
    }
}

using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Assistant.Channels.Tests.Web;

public sealed class DocumentTests : IAsyncLifetime
{
    private readonly WebHouse house = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => house.InitializeAsync();

    public ValueTask DisposeAsync() => house.DisposeAsync();

    [Fact]
    public async Task Documents_are_listed_with_their_state_and_only_those_that_may_be_read()
    {
        var listed = (await GetAsync("/api/v1/documents")).GetProperty("documents");
        var document = Assert.Single(listed.EnumerateArray());

        Assert.Equal("travel/leave.md", document.GetProperty("name").GetString());
        Assert.Equal("ready", document.GetProperty("state").GetString());
        Assert.Equal("pending", document.GetProperty("vectors").GetString());
        Assert.Equal("hr", Assert.Single((await GetAsync("/api/v1/collections")).GetProperty("collections").EnumerateArray()).GetProperty("name").GetString());
        foreach (var address in (string[])["", "/original", "/passages"])
        {
            Assert.Equal(HttpStatusCode.NotFound, (await house.Client.GetAsync($"/api/v1/documents/secret{address}", Cancel)).StatusCode);
        }

        Assert.Equal(HttpStatusCode.NotFound, (await house.Client.DeleteAsync("/api/v1/documents/secret", Cancel)).StatusCode);
        Assert.True(house.Library.Documents.ContainsKey("secret"));
    }

    [Fact]
    public async Task Files_are_taken_one_by_one_and_a_refused_one_does_not_stop_the_others()
    {
        using MultipartFormDataContent form = new()
        {
            { new StringContent("travel"), "collection" },
            { new ByteArrayContent("One."u8.ToArray()), "files", "one.md" },
            { new ByteArrayContent(new byte[200_000]), "files", "large.bin" },
            { new ByteArrayContent("Two."u8.ToArray()), "files", "broken.pdf" },
        };

        var answer = await house.Client.PostAsync("/api/v1/documents", form, Cancel);
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel);

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.Equal(["one.md", "broken.pdf"], body.GetProperty("documents").EnumerateArray().Select(document => document.GetProperty("name").GetString()));
        Assert.Equal("The PDF is encrypted.", body.GetProperty("documents")[1].GetProperty("reason").GetString());
        var rejected = Assert.Single(body.GetProperty("rejected").EnumerateArray());
        Assert.Equal("large.bin", rejected.GetProperty("name").GetString());
        Assert.Equal("too_large", rejected.GetProperty("error").GetProperty("code").GetString());
        Assert.All(house.Library.Documents.Values.Where(document => document.Id[0] == 'u' && document.Name != "large.bin"), document => Assert.Equal("travel", document.Collection));
    }

    [Theory]
    [InlineData("text/plain", "x", 415, "wrong_content_type")]
    [InlineData("multipart/form-data; boundary=b", "--b--", 400, "no_files")]
    [InlineData("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"a.md\"\r\n\r\ncut", 400, null)]
    public async Task A_form_that_cannot_be_read_is_refused(string type, string body, int status, string? code)
    {
        using ByteArrayContent content = new(Encoding.UTF8.GetBytes(body));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        var answer = await house.Client.PostAsync("/api/v1/documents", content, Cancel);

        Assert.Equal(status, (int)answer.StatusCode);
        var error = (await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("error").GetProperty("code").GetString();
        Assert.True(code is null || code == error, error);
    }

    [Fact]
    public async Task A_field_that_is_unknown_or_late_is_refused_and_what_was_taken_before_is_told()
    {
        using MultipartFormDataContent unknown = new()
        {
            { new StringContent("group:hr"), "read_by" },
            { new ByteArrayContent("One."u8.ToArray()), "files", "one.md" },
        };
        using MultipartFormDataContent late = new()
        {
            { new ByteArrayContent("Two."u8.ToArray()), "files", "two.md" },
            { new StringContent("hr"), "collection" },
        };

        using MultipartFormDataContent empty = new() { { new ByteArrayContent("Three."u8.ToArray()), "files", "three.md" } };
        ByteArrayContent nothing = new([]);
        nothing.Headers.TryAddWithoutValidation("Content-Disposition", "form-data; name=\"files\"; filename=\"\"");
        empty.Add(nothing);

        Assert.Equal(HttpStatusCode.Accepted, (await house.Client.PostAsync("/api/v1/documents", empty, Cancel)).StatusCode);
        var first = await ErrorOfAsync(unknown);
        var second = await ErrorOfAsync(late);

        Assert.Equal("unknown_field", first.GetProperty("code").GetString());
        Assert.Contains("'read_by'", first.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain(house.Library.Documents.Values, document => document.Name == "one.md");
        Assert.Equal("late_collection", second.GetProperty("code").GetString());
        Assert.Contains("'two.md' (default)", second.GetProperty("message").GetString(), StringComparison.Ordinal);

        async Task<JsonElement> ErrorOfAsync(MultipartFormDataContent form)
        {
            var answer = await house.Client.PostAsync("/api/v1/documents", form, Cancel);
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            return (await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("error");
        }
    }

    [Fact]
    public async Task Hostile_upload_names_reach_the_pipeline_whole_or_are_refused()
    {
        foreach (var row in JsonDocument.Parse(await File.ReadAllTextAsync(Repository.SharedOrSkip("data", "docs", "hostile_names.json"), Cancel)).RootElement.EnumerateArray())
        {
            using MultipartFormDataContent form = [];
            ByteArrayContent file = new("Words."u8.ToArray());
            file.Headers.TryAddWithoutValidation("Content-Disposition", $"form-data; name=files; filename*=UTF-8''{Uri.EscapeDataString(row.GetProperty("upload_name").GetString()!)}");
            form.Add(file);

            var answer = await house.Client.PostAsync("/api/v1/documents", form, Cancel);

            Assert.True((int)answer.StatusCode is 202 or (>= 400 and < 500), $"{row}: {answer.StatusCode}");
        }
    }

    [Theory]
    [InlineData("a.html", "text/html", "application/octet-stream", "attachment")]
    [InlineData("a.svg", "image/svg+xml", "application/octet-stream", "attachment")]
    [InlineData("a.pdf", "application/pdf", "application/pdf", "inline")]
    [InlineData("a.md", "text/markdown", "text/plain", "inline")]
    public async Task An_original_never_runs_in_the_page(string name, string mediaType, string served, string disposition)
    {
        house.Library.Add("x", name, "<script>alert(1)</script>"u8.ToArray(), mediaType);

        var answer = await house.Client.GetAsync("/api/v1/documents/x/original", Cancel);

        Assert.Equal(served, answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal(disposition, answer.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("<script>alert(1)</script>", await answer.Content.ReadAsStringAsync(Cancel));
    }

    [Fact]
    public async Task A_part_of_an_original_can_be_asked_for()
    {
        using HttpRequestMessage request = new(HttpMethod.Get, "/api/v1/documents/hr/original") { Headers = { Range = new(2, 6) } };
        var answer = await house.Client.SendAsync(request, Cancel);

        Assert.Equal(HttpStatusCode.PartialContent, answer.StatusCode);
        Assert.Equal("Leave", await answer.Content.ReadAsStringAsync(Cancel));
    }

    [Fact]
    public async Task A_failed_document_can_be_tried_again_and_any_can_be_deleted()
    {
        var retried = await house.Client.PostAsync("/api/v1/documents/hr/retry", null, Cancel);
        Assert.Equal(HttpStatusCode.Accepted, retried.StatusCode);
        Assert.Equal("queued", (await retried.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("state").GetString());

        Assert.Equal(HttpStatusCode.NoContent, (await house.Client.DeleteAsync("/api/v1/documents/hr", Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await house.Client.GetAsync("/api/v1/documents/hr", Cancel)).StatusCode);
    }

    [Fact]
    public async Task A_passage_is_shown_with_its_neighbours()
    {
        var shown = await GetAsync("/api/v1/passages/hr.1-000000");

        Assert.Equal("Leave is earned each pay period. <b>Not bold.</b>", shown.GetProperty("passage").GetProperty("text").GetString());
        Assert.Equal("hr.1-000001", shown.GetProperty("next").GetString());
        Assert.Equal(JsonValueKind.Null, shown.GetProperty("previous").ValueKind);
        Assert.Equal(HttpStatusCode.NotFound, (await house.Client.GetAsync("/api/v1/passages/nothing", Cancel)).StatusCode);
    }

    [Fact]
    public async Task A_search_gives_ranked_hits()
    {
        var answer = await house.Client.PostAsJsonAsync("/api/v1/search", new { query = "leave", mode = "lexical", top = 2 }, Cancel);
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel);

        Assert.Equal("lexical", body.GetProperty("mode").GetString());
        Assert.Equal([1, 2], body.GetProperty("hits").EnumerateArray().Select(hit => hit.GetProperty("rank").GetInt32()));
    }

    [Fact]
    public async Task The_description_names_every_route_of_the_api()
    {
        var paths = (await GetAsync("/openapi/v1.json")).GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Select(method => $"{method.Name} {path.Name.TrimEnd('/')}")).Order(StringComparer.Ordinal);

        Assert.Equal(
            [
                "delete /api/v1/documents/{id}", "get /api/v1/collections", "get /api/v1/documents", "get /api/v1/documents/{id}", "get /api/v1/documents/{id}/original",
                "get /api/v1/documents/{id}/passages", "get /api/v1/passages/{id}", "get /api/v1/status", "post /api/v1/ask", "post /api/v1/documents",
                "post /api/v1/documents/{id}/retry", "post /api/v1/search",
            ],
            paths);
    }

    private async Task<JsonElement> GetAsync(string address) => await house.Client.GetFromJsonAsync<JsonElement>(address, Cancel);
}

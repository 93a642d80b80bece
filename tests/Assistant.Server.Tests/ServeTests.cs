using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Assistant.Server.Tests;

/// <summary>The server as a process, reached over HTTP and through its home.</summary>
public sealed class ServeTests : IDisposable
{
    private const string Home = "home";

    private readonly TempFolder folder = new();
    private readonly HttpMessageInvoker http = new(new SocketsHttpHandler());

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ServeTests() => WholeHouse.OrSkip();

    public void Dispose()
    {
        http.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task It_serves_page_health_and_api_and_stops_when_told()
    {
        await using var server = Start("--no-samples");
        var url = await server.UrlAsync();

        using var page = await SendAsync(HttpMethod.Get, url + "/");
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Contains("default-src 'self'", page.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal("nosniff", page.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("no-referrer", page.Headers.GetValues("Referrer-Policy").Single());
        Assert.False(page.Headers.Contains("Server"));

        await ReadyAsync(url);
        using var health = await SendAsync(HttpMethod.Get, url + "/healthz");
        Assert.Equal("ok", (await JsonOf(health)).GetProperty("status").GetString());

        using var status = await SendAsync(HttpMethod.Get, url + "/api/v1/status");
        Assert.Equal(HttpStatusCode.OK, status.StatusCode);

        await server.SignalAsync("TERM");
        var (exit, output, _) = await server.EndAsync();
        Assert.Equal((0, ""), (exit, output));
        Assert.False(File.Exists(folder.File(Home, "writer.json")));
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("Information", true)]
    public async Task Requests_are_logged_where_the_settings_say_so(string? level, bool isLogged)
    {
        folder.Write("appsettings.json", level is null ? "{}" : "{\"Logging\":{\"LogLevel\":{\"Microsoft.AspNetCore\":\"" + level + "\"}}}");
        await using var server = Start("--no-samples", "--config", folder.File("appsettings.json"));
        var url = await server.UrlAsync();

        await ReadyAsync(url);
        await server.SignalAsync("TERM");

        var (_, _, log) = await server.EndAsync();
        Assert.Equal(isLogged, log.Contains("Request starting", StringComparison.Ordinal));
        Assert.Contains("The home is open", log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Other_names_and_other_pages_are_refused()
    {
        await using var server = Start("--no-samples");
        var url = await server.UrlAsync();

        using var rebound = await SendAsync(HttpMethod.Get, url + "/", request => request.Headers.Host = "evil.example:" + new Uri(url).Port);
        Assert.Equal(HttpStatusCode.Forbidden, rebound.StatusCode);
        Assert.Equal("foreign_host", (await JsonOf(rebound)).GetProperty("error").GetProperty("code").GetString());

        using var foreign = await SendAsync(HttpMethod.Post, url + "/api/v1/ask", request => request.Headers.Add("Origin", "http://evil.example"));
        Assert.Equal(HttpStatusCode.Forbidden, foreign.StatusCode);
    }

    [Fact]
    public async Task Verbs_work_on_the_home_of_a_server()
    {
        folder.Write("docs/leave.md", "# Leave\n\nEvery employee gets 27 days of paid leave a year.\n");
        await using var server = Start("--no-samples");
        var url = await server.UrlAsync();

        var (ingested, lines) = await RunAsync("ingest", "docs", "--collection", "hr");
        Assert.Equal(0, ingested);
        Assert.Equal("leave.md", lines[0].GetProperty("document").GetString());
        Assert.Equal(1, lines[^1].GetProperty("summary").GetProperty("ready").GetInt32());

        // The server's own index saw it at once: it was the server that took it in.
        using var search = await SendAsync(HttpMethod.Post, url + "/api/v1/search", request =>
            request.Content = new StringContent("""{"query":"paid leave"}""", Encoding.UTF8, MediaTypeHeaderValue.Parse("application/json")));
        Assert.Equal("leave.md", (await JsonOf(search)).GetProperty("hits")[0].GetProperty("document").GetString());

        var (searched, found) = await RunAsync("search", "paid leave");
        Assert.Equal(0, searched);
        Assert.Single(found[0].GetProperty("hits").EnumerateArray());

        var (deleted, _) = await RunAsync("documents", "delete", "leave.md");
        Assert.Equal(0, deleted);
        using var empty = await SendAsync(HttpMethod.Get, url + "/api/v1/documents");
        Assert.Empty((await JsonOf(empty)).GetProperty("documents").EnumerateArray());
    }

    [Fact]
    public async Task A_second_server_on_one_home_says_where_the_first_is()
    {
        await using var first = Start("--no-samples");
        var url = await first.UrlAsync();

        var (exit, lines) = await RunAsync("serve", "--urls", "http://127.0.0.1:0");

        Assert.Equal(2, exit);
        var error = lines[0].GetProperty("error");
        Assert.Equal("already_served", error.GetProperty("code").GetString());
        Assert.Contains(url, error.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_taken_port_is_told_with_a_way_out()
    {
        await using var first = Start("--no-samples");
        var url = await first.UrlAsync();

        var (exit, lines) = await AssistantProcess.RunJsonAsync(folder.Path, "serve", "--home", "other", "--urls", url, "--no-samples");

        Assert.Equal(2, exit);
        var error = lines[0].GetProperty("error");
        Assert.Equal("port_in_use", error.GetProperty("code").GetString());
        Assert.Contains("--urls", error.GetProperty("hint").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_killed_server_leaves_a_home_that_the_next_one_opens()
    {
        await using (var first = Start("--no-samples"))
        {
            await first.UrlAsync();
            await first.SignalAsync("KILL");
            await first.EndAsync();
        }

        await using var second = Start("--no-samples");
        await ReadyAsync(await second.UrlAsync());
    }

    [Fact]
    public async Task A_new_home_begins_with_the_handbook()
    {
        await using var server = Start();
        var url = await server.UrlAsync();
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        patience.CancelAfter(TimeSpan.FromSeconds(60));

        while (File.Exists(folder.File(Home, ".samples-wanted")))
        {
            await Task.Delay(100, patience.Token);
        }

        using var documents = await SendAsync(HttpMethod.Get, url + "/api/v1/documents?collection=handbook");
        var expected = Directory.GetFiles(Repository.PathOf("samples", "handbook"), "*.md", SearchOption.AllDirectories).Length;
        Assert.Equal(expected, (await JsonOf(documents)).GetProperty("documents").GetArrayLength());
    }

    private AssistantProcess Start(params string[] arguments) =>
        AssistantProcess.Start(folder.Path, ["serve", "--urls", "http://127.0.0.1:0", "--home", Home, .. arguments]);

    private Task<(int Exit, JsonElement[] Lines)> RunAsync(params string[] arguments) =>
        AssistantProcess.RunJsonAsync(folder.Path, [.. arguments, "--home", Home]);

    private async Task ReadyAsync(string url)
    {
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        patience.CancelAfter(TimeSpan.FromSeconds(20));
        while (true)
        {
            using var ready = await SendAsync(HttpMethod.Get, url + "/readyz");
            if (ready.IsSuccessStatusCode)
            {
                return;
            }

            await Task.Delay(50, patience.Token);
        }
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string url, Action<HttpRequestMessage>? change = null)
    {
        using HttpRequestMessage request = new(method, url);
        change?.Invoke(request);
        return await http.SendAsync(request, Cancellation);
    }

    private static async Task<JsonElement> JsonOf(HttpResponseMessage response) =>
        JsonElement.Parse(await response.Content.ReadAsStringAsync(Cancellation));
}

using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Assistant.Server.Tests.Models;

/// <summary>The verb as a process.</summary>
public sealed partial class ModelsServeTests : IDisposable
{
    private readonly TempFolder folder = new();
    private readonly HttpMessageInvoker http = new(new SocketsHttpHandler());

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        http.Dispose();
        folder.Dispose();
    }

    [Theory]
    [InlineData("http://0.0.0.0:0", "key_needed")]
    [InlineData("http://*:0", "key_needed")]
    [InlineData("http://[::]:0", "key_needed")]
    [InlineData("https://127.0.0.1:0", "bad_url")]
    [InlineData("nonsense", "bad_url")]
    public async Task Without_a_key_it_listens_on_this_machine_only(string url, string code)
    {
        var (exit, lines) = await AssistantProcess.RunJsonAsync(folder.Path, "models", "serve", "--urls", url);

        Assert.Equal(2, exit);
        Assert.Equal(code, lines[0].GetProperty("error").GetProperty("code").GetString());
    }

    [Fact]
    public async Task With_a_key_it_serves_the_models_of_the_home_to_whoever_has_it()
    {
        Directory.CreateDirectory(folder.File("data", "models"));
        Inference.Tests.Fixtures.TinyGguf.Writer().WriteTo(folder.File("data", "models", "tiny.gguf"));
        await using var server = AssistantProcess.Start(folder.Path, "models", "serve", "--urls", "http://0.0.0.0:0", "--api-key", "sesame");
        var url = (await server.UrlAsync()).Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal);

        using var refused = await SendAsync(HttpMethod.Get, url + "/v1/models", key: null);
        using var listed = await SendAsync(HttpMethod.Get, url + "/v1/models", "sesame");

        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        var models = (await JsonOf(listed)).GetProperty("data").EnumerateArray().Select(model => (model.GetProperty("id").GetString(), model.GetProperty("kind").GetString()));
        Assert.Contains(("tiny", "chat"), models);
        Assert.Contains(("all-MiniLM-L6-v2-Q8_0", "embedding"), models);

        await server.SignalAsync("TERM");
        Assert.Equal(0, (await server.EndAsync()).Exit);
    }

    [Fact]
    public async Task Without_a_key_no_web_page_can_use_it()
    {
        await using var server = AssistantProcess.Start(folder.Path, "models", "serve", "--urls", "http://127.0.0.1:0");
        var url = await server.UrlAsync();

        using var program = await SendAsync(HttpMethod.Get, url + "/v1/models", key: null);
        using var page = await SendAsync(HttpMethod.Get, url + "/v1/models", key: null, request => request.Headers.Add("Origin", "http://evil.example"));
        using var rebound = await SendAsync(HttpMethod.Get, url + "/v1/models", key: null, request => request.Headers.Host = "evil.example");

        Assert.Equal(HttpStatusCode.OK, program.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, page.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, rebound.StatusCode);
    }

    [Fact]
    public async Task A_worker_ends_when_its_standard_input_does()
    {
        using var worker = Process.Start(new ProcessStartInfo(AssistantProcess.Executable, ["models", "serve", "--worker"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        await worker.StandardInput.WriteLineAsync("""{"Key":"k","Models":{}}""");
        await worker.StandardInput.FlushAsync(Cancellation);
        Assert.Contains("Port", await worker.StandardOutput.ReadLineAsync(Cancellation), StringComparison.Ordinal);

        worker.StandardInput.Close();

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        patience.CancelAfter(TimeSpan.FromSeconds(30));
        await worker.WaitForExitAsync(patience.Token);
        Assert.Equal(0, worker.ExitCode);
    }

    [Fact]
    public async Task A_worker_without_orders_says_who_starts_it()
    {
        using var closed = Process.Start(new ProcessStartInfo(AssistantProcess.Executable, ["models", "serve", "--worker"]) { RedirectStandardInput = true, RedirectStandardError = true })!;

        await closed.StandardInput.WriteLineAsync("hello");
        closed.StandardInput.Close();

        Assert.Contains("standard input", await closed.StandardError.ReadToEndAsync(Cancellation), StringComparison.Ordinal);
        await closed.WaitForExitAsync(Cancellation);
        Assert.NotEqual(0, closed.ExitCode);
    }

    [Fact]
    public async Task A_server_that_is_killed_takes_its_worker_along()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "A signal is sent.");
        folder.Write("docs/leave.md", "# Leave\n\nEvery employee gets 27 days of paid leave a year.\n");
        await using var server = AssistantProcess.Start(folder.Path, "serve", "--urls", "http://127.0.0.1:0", "--home", "home", "--no-samples");
        var url = await server.UrlAsync();
        await AssistantProcess.RunJsonAsync(folder.Path, "ingest", "docs", "--home", "home");
        var worker = await WorkerOfAsync(url);
        Assert.SkipWhen(worker is null, "Local models can't run here.");

        await server.SignalAsync("KILL");

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        patience.CancelAfter(TimeSpan.FromSeconds(30));
        while (IsAlive(worker.Value))
        {
            await Task.Delay(50, patience.Token);
        }
    }

    // The readiness tells which process it is.
    private async Task<int?> WorkerOfAsync(string url)
    {
        using var ready = await SendAsync(HttpMethod.Get, url + "/readyz", key: null);
        var said = (await JsonOf(ready)).GetProperty("checks").GetProperty("models").GetString()!;
        return ProcessNumber().Match(said) is { Success: true } match ? int.Parse(match.Groups["id"].Value, CultureInfo.InvariantCulture) : null;
    }

    private static bool IsAlive(int process)
    {
        try
        {
            using var found = Process.GetProcessById(process);
            return !found.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string url, string? key, Action<HttpRequestMessage>? change = null)
    {
        using HttpRequestMessage request = new(method, url);
        request.Headers.Authorization = key is null ? null : new AuthenticationHeaderValue("Bearer", key);
        change?.Invoke(request);
        return await http.SendAsync(request, Cancellation);
    }

    private static async Task<JsonElement> JsonOf(HttpResponseMessage response) =>
        JsonElement.Parse(await response.Content.ReadAsStringAsync(Cancellation));

    [GeneratedRegex("process (?<id>[0-9]+)", RegexOptions.ExplicitCapture)]
    private static partial Regex ProcessNumber();
}

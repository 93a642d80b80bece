using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Assistant.TestKit;

namespace Assistant.Benchmarks.House;

/// <summary>The whole product on the sample handbook, as processes: taking in, starting, searching, asking, memory.</summary>
internal sealed class HouseBenchmark : IDisposable
{
    private const int Rounds = 5;

    // What staff ask of this handbook; each is asked several times, so that what is measured is not the first touch of a page.
    private static readonly string[] Questions =
    [
        "How many hours do I work in a pay period?",
        "Can I earn credit hours on a compressed schedule?",
        "How do I report a security incident?",
        "What does the travel card cover?",
        "How many days of sick leave do I earn?",
        "Who approves overtime?",
        "How do I get access to Slack?",
        "What is the parental leave policy?",
        "How are performance reviews done?",
        "Can I accept a gift from a vendor?",
    ];

    private readonly TempFolder folder = new();
    private readonly List<(string What, string Figure)> rows = [];

    /// <summary>Runs it.</summary>
    /// <returns>A table in Markdown.</returns>
    public async Task<string> RunAsync()
    {
        var home = await TakeInAsync();
        await BringVectorsAsync(home);
        await OneShotAsync(home);
        await ServeAsync(home);
        return string.Join('\n', ["| what | figure |", "|---|---|", .. rows.Select(row => $"| {row.What} | {row.Figure} |")]) + "\n";
    }

    /// <inheritdoc/>
    public void Dispose() => folder.Dispose();

    private async Task<string> TakeInAsync()
    {
        List<double> rates = [];
        var passages = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var (_, lines) = await AssistantProcess.RunJsonAsync(folder.Path, Ingest(folder.File($"home{round}"), "--text-only"));
            var summary = lines[^1].GetProperty("summary");
            passages = summary.GetProperty("passages").GetInt32();
            rates.Add(passages / summary.GetProperty("elapsed_ms").GetDouble() * 1_000);
        }

        Tell("taking the handbook in until text search is ready", $"{Median(rates):N0} passages/s ({passages:N0} passages)");
        return folder.File("home0");
    }

    private async Task BringVectorsAsync(string home)
    {
        await using var running = AssistantProcess.Start(folder.Path, [.. Ingest(home), "--json"]);
        var (_, output, _) = await running.EndAsync(TimeSpan.FromMinutes(10));
        var summary = JsonElement.Parse(output.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1]).GetProperty("summary");
        var (_, listed) = await AssistantProcess.RunJsonAsync(folder.Path, "documents", "list", "--home", home);
        var passages = listed.Single().GetProperty("documents").EnumerateArray().Sum(document => document.GetProperty("passages").GetInt32());
        Tell("vectors, loading of the embedder included", $"{passages / summary.GetProperty("elapsed_ms").GetDouble() * 1_000:N1} passages/s");
    }

    private async Task OneShotAsync(string home)
    {
        List<double> times = [];
        for (var round = 0; round < Rounds; round++)
        {
            var start = Stopwatch.GetTimestamp();
            await AssistantProcess.RunJsonAsync(folder.Path, "ask", Questions[round], "--home", home, "--model", "extractive");
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        Tell("one-shot `assistant ask`, the whole process", $"{Median(times):N0} ms");
    }

    private async Task ServeAsync(string home)
    {
        List<double> starts = [];
        for (var round = 0; round < Rounds; round++)
        {
            await using var server = AssistantProcess.Start(folder.Path, "serve", "--home", home, "--urls", "http://127.0.0.1:0");
            var start = Stopwatch.GetTimestamp();
            using var client = await ReadyAsync(server);
            starts.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            if (round < Rounds - 1)
            {
                continue;
            }

            Tell("server ready (`/readyz`)", $"{Median(starts):N0} ms");
            await Task.Delay(TimeSpan.FromSeconds(5));
            Tell("memory at rest, before the embedder is loaded", Memory(server.Id));
            Tell("search, lexical", await TimesAsync(question => client.PostAsJsonAsync("/api/v1/search", new { query = question, mode = "lexical", top = 10 }), 20));
            Tell("search, hybrid", await TimesAsync(question => client.PostAsJsonAsync("/api/v1/search", new { query = question, mode = "hybrid", top = 10 }), 10));
            Tell("ask, extractive", await TimesAsync(question => client.PostAsJsonAsync("/api/v1/ask", new { question, model = "extractive" }), 5));
            Tell("memory after that, embedder loaded", Memory(server.Id));
            await Task.Delay(TimeSpan.FromSeconds(30));
            Tell("memory half a minute later", Memory(server.Id));
        }
    }

    private static async Task<HttpClient> ReadyAsync(AssistantProcess server)
    {
        var url = await server.UrlAsync();
#pragma warning disable RS0030 // The outermost layer of a program of its own.
        HttpClient client = new() { BaseAddress = new(url) };
#pragma warning restore RS0030
        while (!(await client.GetAsync("/readyz")).IsSuccessStatusCode)
        {
            await Task.Delay(5);
        }

        return client;
    }

    private static async Task<string> TimesAsync(Func<string, Task<HttpResponseMessage>> ask, int times)
    {
        foreach (var question in Questions)
        {
            (await ask(question)).EnsureSuccessStatusCode();
        }

        List<double> elapsed = [];
        for (var time = 0; time < times; time++)
        {
            foreach (var question in Questions)
            {
                var start = Stopwatch.GetTimestamp();
                using var response = await ask(question);
                await response.Content.ReadAsByteArrayAsync();
                elapsed.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }
        }

        elapsed.Sort();
        return $"p50 {elapsed[elapsed.Count / 2]:N1} ms, p95 {elapsed[elapsed.Count * 95 / 100]:N1} ms";
    }

    private static string[] Ingest(string home, params string[] more) =>
        ["ingest", Repository.PathOf("samples", "handbook"), "--collection", "handbook", "--home", home, .. more];

    // Resident memory as Linux counts it; elsewhere the runtime's own figure.
    private static string Memory(int process)
    {
        var status = $"/proc/{process}/status";
        var bytes = File.Exists(status)
            ? long.Parse(File.ReadLines(status).First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1_024
            : Process.GetProcessById(process).WorkingSet64;
        return $"{bytes / 1e6:N0} MB";
    }

    private static double Median(List<double> figures)
    {
        figures.Sort();
        return figures[figures.Count / 2];
    }

    private void Tell(string what, string figure)
    {
        Console.Error.WriteLine($"{what}: {figure}");
        rows.Add((what, figure));
    }
}

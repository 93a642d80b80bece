using System.Globalization;
using System.Text.Json;

namespace Assistant.Server.Tests;

/// <summary>The executable on a real home: no fakes, no network.</summary>
public sealed class HomeTests : IDisposable
{
    private const string Home = "home";

    private readonly TempFolder folder = new();

    public HomeTests()
    {
        WholeHouse.OrSkip();
        folder.Write("docs/leave.md", "# Leave\n\nEvery employee gets 27 days of paid leave a year.\n\n## Parents\n\nParents get twelve weeks of paid parental leave.\n");
        folder.Write("docs/travel/hotels.md", "# Hotels\n\nA hotel in Berlin may cost up to 180 euros a night.\n");
        folder.Write("docs/empty.md", "");
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Documents_go_in_and_are_found_asked_listed_and_deleted()
    {
        var (exit, lines) = await RunAsync("ingest", "docs", "--collection", "hr", "--tag", "year=2026");

        Assert.Equal(1, exit);
        Assert.Equal(4, lines.Length);
        Assert.Equal(["empty.md failed", "leave.md ready", "travel/hotels.md ready"], StatusesOf(lines));
        var summary = lines[^1].GetProperty("summary");
        Assert.Equal((2, 1), (summary.GetProperty("ready").GetInt32(), summary.GetProperty("failed").GetInt32()));

        var (searched, found) = await RunAsync("search", "parental leave", "--collection", "hr", "--top", "2");
        Assert.Equal(0, searched);
        Assert.Equal("query mode hits elapsed_ms", NamesOf(found[0]));
        var hit = found[0].GetProperty("hits")[0];
        Assert.Equal("rank score document title page section text passage document_id collection", NamesOf(hit));
        Assert.Equal("leave.md", hit.GetProperty("document").GetString());
        Assert.Equal("hr", hit.GetProperty("collection").GetString());

        var (asked, answers) = await RunAsync("ask", "How many days of paid leave does every employee get?");
        Assert.Equal(0, asked);
        Assert.Equal(
            "question answer ending citations model dropped tokens elapsed_ms first_token_ms conversation reason", NamesOf(answers[0]));
        Assert.Equal("extracted", answers[0].GetProperty("ending").GetString());
        Assert.Contains("27 days", answers[0].GetProperty("answer").GetString(), StringComparison.Ordinal);
        Assert.Equal("leave.md", answers[0].GetProperty("citations")[0].GetProperty("document").GetString());

        var (listed, documents) = await RunAsync("documents", "list");
        Assert.Equal(0, listed);
        var all = documents[0].GetProperty("documents").EnumerateArray().ToArray();
        Assert.Equal(["failed", "ready", "ready"], all.Select(one => one.GetProperty("state").GetString()));
        Assert.Equal("2026", all[1].GetProperty("tags").GetProperty("year")[0].GetString());
        Assert.StartsWith("id collection name state vectors step attempts reason passages pages version updated_at read_by", NamesOf(all[0]), StringComparison.Ordinal);

        var (deleted, gone) = await RunAsync("documents", "delete", "travel/hotels.md");
        Assert.Equal(0, deleted);
        Assert.Equal("deleted", gone[0].GetProperty("documents")[0].GetProperty("state").GetString());
        var (_, after) = await RunAsync("search", "hotel in Berlin", "--mode", "lexical");
        Assert.DoesNotContain(after[0].GetProperty("hits").EnumerateArray(), one => one.GetProperty("document").GetString() == "travel/hotels.md");
    }

    [Fact]
    public async Task What_has_not_changed_is_left_alone_and_a_mirror_deletes_what_is_gone()
    {
        await RunAsync("ingest", "docs", "--text-only");
        File.Delete(folder.File("docs", "travel", "hotels.md"));
        File.AppendAllText(folder.File("docs", "leave.md"), "\nLeave is asked for in writing.\n");
        folder.Write("docs/new.md", "# New\n\nSomething new.\n");
        File.Delete(folder.File("docs", "empty.md"));

        var (exit, lines) = await RunAsync("ingest", "docs", "--mirror", "--text-only");

        Assert.Equal(0, exit);
        Assert.Equal(["empty.md deleted", "leave.md ready", "new.md ready", "travel/hotels.md deleted"], StatusesOf(lines));
        var (_, again) = await RunAsync("ingest", "docs", "--mirror", "--text-only");
        Assert.Equal(["leave.md unchanged", "new.md unchanged"], StatusesOf(again));
    }

    [Fact]
    public async Task Who_asks_decides_what_is_seen()
    {
        await RunAsync("ingest", "docs/leave.md", "--read-by", "group:hr", "--text-only");

        Assert.Equal(0, await HitsAsync("--as", "user:ann"));
        Assert.True(await HitsAsync("--as", "user:ann", "--as", "group:hr") > 0);
        Assert.True(await HitsAsync() > 0);

        async Task<int> HitsAsync(params string[] who)
        {
            var (exit, lines) = await RunAsync(["search", "parental leave", "--mode", "lexical", .. who]);
            Assert.Equal(0, exit);
            return lines[0].GetProperty("hits").GetArrayLength();
        }
    }

    [Fact]
    public async Task An_unknown_collection_is_refused_with_the_known_ones()
    {
        await RunAsync("ingest", "docs/leave.md", "--collection", "hr", "--text-only");

        foreach (var verb in (string[][])[["search", "x"], ["ask", "What is x?"], ["documents", "list"]])
        {
            var (exit, lines) = await RunAsync([.. verb, "--collection", "nowhere"]);

            Assert.Equal(2, exit);
            var error = lines[0].GetProperty("error");
            Assert.Equal("unknown_collection", error.GetProperty("code").GetString());
            Assert.Contains("hr", error.GetProperty("hint").GetString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_question_about_nothing_in_the_documents_is_not_found_and_no_failure()
    {
        await RunAsync("ingest", "docs/leave.md", "--text-only");

        var (exit, lines) = await RunAsync("ask", "Who won the chess championship in Reykjavik?");

        Assert.Equal(0, exit);
        Assert.Equal("not_found", lines[0].GetProperty("ending").GetString());
    }

    [Fact]
    public async Task A_conversation_is_kept_by_a_verb_that_only_reads()
    {
        await RunAsync("ingest", "docs/leave.md", "--text-only");

        var (first, _) = await RunAsync("ask", "How much parental leave do parents get?", "--conversation", "c1");
        var (second, lines) = await RunAsync("ask", "And how many days of paid leave a year?", "--conversation", "c1");

        Assert.Equal((0, 0), (first, second));
        Assert.Equal("c1", lines[0].GetProperty("conversation").GetString());
    }

    [Fact]
    public async Task Two_writers_on_one_home_both_end_well()
    {
        folder.Write("more/a.md", "# A\n\nThe alpha document.\n");
        var all = await Task.WhenAll(
            RunAsync("ingest", "docs/leave.md", "docs/travel", "--text-only"),
            RunAsync("ingest", "more", "--collection", "second", "--text-only"),
            RunAsync("ingest", "more", "--collection", "third", "--text-only"));

        Assert.All(all, one => Assert.Equal(0, one.Exit));
        Assert.All(all, one => Assert.True(one.Lines[^1].TryGetProperty("summary", out _)));
        var (_, lines) = await RunAsync("documents", "list");
        Assert.Equal(4, lines[0].GetProperty("documents").GetArrayLength());
    }

    [Fact]
    public async Task A_killed_writer_leaves_a_home_that_goes_on()
    {
        for (var i = 0; i < 300; i++)
        {
            folder.Write($"many/{i:D3}.md", $"# Document {i}\n\nThe number of this document is {i}, and its word is w{i}w.\n");
        }

        await using (var killed = Start("ingest", "many", "--text-only", "--json"))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(600), TestContext.Current.CancellationToken);
            await killed.SignalAsync("KILL");
            await killed.EndAsync();
        }

        var (exit, lines) = await RunAsync("ingest", "many", "--text-only");

        Assert.Equal(0, exit);
        var summary = lines[^1].GetProperty("summary");
        Assert.Equal(300, summary.GetProperty("ready").GetInt32() + summary.GetProperty("unchanged").GetInt32());
        var (_, listed) = await RunAsync("documents", "list");
        var documents = listed[0].GetProperty("documents").EnumerateArray().ToArray();
        Assert.Equal(300, documents.Length);
        Assert.All(documents, document => Assert.Equal(("ready", 1), (document.GetProperty("state").GetString(), document.GetProperty("passages").GetInt32())));
        var (_, found) = await RunAsync("search", "w123w", "--mode", "lexical");
        Assert.Equal("123.md", found[0].GetProperty("hits")[0].GetProperty("document").GetString());
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task A_signal_stops_a_verb_cleanly(string signal)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such signals.");
        Assert.SkipWhen(
            signal == "INT" && await IgnoresInterruptAsync(),
            "The tests were started with SIGINT ignored, as a shell does for a background job, and every child inherits that.");
        for (var i = 0; i < 2000; i++)
        {
            folder.Write($"many/{i:D4}.md", $"# Document {i}\n\nThe number of this document is {i}.\n");
        }

        await using var running = Start("ingest", "many", "--json");
        await running.SpokeAsync();
        await running.SignalAsync(signal);
        var (exit, output, error) = await running.EndAsync();

        Assert.Equal(130, exit);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
        var last = JsonElement.Parse(output.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1]);
        Assert.Equal("cancelled", last.GetProperty("error").GetProperty("code").GetString());
    }

    [Theory]
    [InlineData("{}", false)]
    [InlineData("""{ "Assistant": { "Models": { "Hosting": "worker" } } }""", true)]
    public async Task One_question_starts_no_other_process_unless_the_settings_want_one(string settings, bool starts)
    {
        folder.Write("settings.json", settings);
        _ = await RunAsync("ingest", "docs");

        await using var asking = Start("ask", "How many days of paid leave does every employee get?", "--config", "settings.json", "--verbose");
        var (exit, output, error) = await asking.EndAsync();

        Assert.Equal(0, exit);
        Assert.Contains("27 days", output, StringComparison.Ordinal);
        Assert.Contains(": embedded ", error, StringComparison.Ordinal);
        Assert.Equal(starts, error.Contains("The model worker runs as process", StringComparison.Ordinal));
    }

    private static async Task<bool> IgnoresInterruptAsync()
    {
        const string Status = "/proc/self/status";
        const string Field = "SigIgn:";
        const ulong Interrupt = 1 << 1;
        if (!File.Exists(Status))
        {
            return false;
        }

        var ignored = (await File.ReadAllLinesAsync(Status)).First(line => line.StartsWith(Field, StringComparison.Ordinal));
        return (ulong.Parse(ignored.AsSpan(Field.Length).Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture) & Interrupt) != 0;
    }

    private AssistantProcess Start(params string[] arguments) => AssistantProcess.Start(folder.Path, [.. arguments, "--home", Home]);

    private Task<(int Exit, JsonElement[] Lines)> RunAsync(params string[] arguments) =>
        AssistantProcess.RunJsonAsync(folder.Path, [.. arguments, "--home", Home]);

    private static string[] StatusesOf(JsonElement[] lines) =>
        [.. lines[..^1].Select(line => $"{line.GetProperty("document")} {line.GetProperty("status")}").Order(StringComparer.Ordinal)];

    private static string NamesOf(JsonElement line) => string.Join(' ', line.EnumerateObject().Select(field => field.Name));
}

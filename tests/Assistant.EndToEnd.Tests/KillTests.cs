using System.Text.Json;

namespace Assistant.EndToEnd.Tests;

public class KillTests
{
    private const int KilledBySignal = 128 + 9;

    [Fact]
    public async Task Killed_ten_times_while_it_takes_the_handbook_in_every_document_is_ready_exactly_once()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "kill -9 is a signal of Unix.");
        using TempFolder folder = new();
        var handbook = Repository.PathOf("samples", "handbook");
        var files = Directory.EnumerateFiles(handbook, "*.md", SearchOption.AllDirectories).Count();
        string[] ingest = ["ingest", handbook, "--collection", "handbook", "--home", folder.File("home"), "--text-only"];

        // Every third moment lies in the start, where a home is made or mended; the others while documents are written, however slow the machine is.
        Random moments = new(20261123);
        for (var round = 0; round < 10; round++)
        {
            await using var killed = AssistantProcess.Start(folder.Path, [.. ingest, "--json"]);
            if (round % 3 == 0)
            {
                await Task.Delay(moments.Next(150, 700), TestContext.Current.CancellationToken);
            }
            else
            {
                await killed.SpokeAsync();
                await Task.Delay(moments.Next(0, 200), TestContext.Current.CancellationToken);
            }

            await killed.SignalAsync("KILL");
            var (ended, _, _) = await killed.EndAsync();
            Assert.Equal(KilledBySignal, ended);
        }

        var (exit, _) = await AssistantProcess.RunJsonAsync(folder.Path, ingest);
        var (_, listed) = await AssistantProcess.RunJsonAsync(folder.Path, "documents", "list", "--home", folder.File("home"));
        var (_, reference) = await AssistantProcess.RunJsonAsync(folder.Path, "ingest", handbook, "--collection", "handbook", "--home", folder.File("reference"), "--text-only");
        JsonElement[] documents = [.. listed.Single().GetProperty("documents").EnumerateArray()];

        Assert.Equal(0, exit);
        Assert.Equal(files, documents.Length);
        Assert.All(documents, document => Assert.Equal("ready", document.GetProperty("state").GetString()));
        Assert.Equal(files, documents.Select(document => document.GetProperty("name").GetString()).Distinct().Count());
        Assert.Equal(
            reference[^1].GetProperty("summary").GetProperty("passages").GetInt32(),
            documents.Sum(document => document.GetProperty("passages").GetInt32()));

        // The search counts every passage: one too many or too few would change the scores.
        foreach (var query in (string[])["pay period", "security incident", "travel"])
        {
            Assert.Equal(await HitsAsync(folder, query, "reference"), await HitsAsync(folder, query, "home"));
        }

        var (_, again) = await AssistantProcess.RunJsonAsync(folder.Path, ingest);
        Assert.Equal(files, again[^1].GetProperty("summary").GetProperty("unchanged").GetInt32());
    }

    private static async Task<string[]> HitsAsync(TempFolder folder, string query, string home)
    {
        var (_, found) = await AssistantProcess.RunJsonAsync(folder.Path, "search", query, "--mode", "lexical", "--top", "100", "--home", folder.File(home));
        string[] hits = [.. found.Single().GetProperty("hits").EnumerateArray().Select(hit => $"{hit.GetProperty("document")} {hit.GetProperty("score")} {hit.GetProperty("text")}")];
        Assert.NotEmpty(hits);
        return hits;
    }
}

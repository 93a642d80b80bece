using System.Text.Json;

namespace Assistant.EndToEnd.Tests;

public class KillTests
{
    [Fact]
    public async Task Killed_ten_times_while_it_takes_the_handbook_in_every_document_is_ready_exactly_once()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "kill -9 is a signal of Unix.");
        using TempFolder folder = new();
        var handbook = Repository.PathOf("samples", "handbook");
        var files = Directory.EnumerateFiles(handbook, "*.md", SearchOption.AllDirectories).Count();
        string[] ingest = ["ingest", handbook, "--collection", "handbook", "--home", folder.File("home"), "--text-only"];

        // The moments are spread over an ingestion, start-up included, and the same on every run of the test.
        Random moments = new(20261123);
        for (var round = 0; round < 10; round++)
        {
            await using var killed = AssistantProcess.Start(folder.Path, ingest);
            await Task.Delay(moments.Next(150, 1_500), TestContext.Current.CancellationToken);
            await killed.SignalAsync("KILL");
            await killed.EndAsync();
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

        var (_, again) = await AssistantProcess.RunJsonAsync(folder.Path, ingest);
        Assert.Equal(files, again[^1].GetProperty("summary").GetProperty("unchanged").GetInt32());
    }
}

using Assistant.Core;

namespace Assistant.Ingestion.Tests.Working;

public sealed class RecoveryTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string> Stories => ["ingest", "upload", "replace", "become empty", "delete", "retry"];

    [Theory, MemberData(nameof(Stories))]
    public async Task A_crash_at_any_step_leaves_every_document_whole_and_once(string story)
    {
        HashSet<string> crashedAt = [];
        for (var step = 0; ; step++)
        {
            using IngestionFixture home = new(options => options.Parallel = 1);
            home.Write("kept.md", "Kept as it is.");
            home.Write("a.md", "Old words.");
            await home.IngestAsync(mirror: false, story is "ingest" or "upload" ? [home.Root + "/kept.md"] : []);

            home.Crashes.After(step);
            try
            {
                await PlayAsync(home, story);
            }
            catch (Crashes.CrashException)
            {
                // The process ended here.
            }

            var at = home.Crashes.At;
            CheckThatNothingIsHalf(home);
            await home.RestartAsync();
            await home.WorkAsync();
            CheckThatNothingIsHalf(home);
            CheckThatTheCatalogFollows(home);
            home.Crashes.Never();

            // Played once more to its end, it has come out as if there had been no crash.
            await PlayAsync(home, story);
            await home.WorkAsync();
            CheckThatTheCatalogFollows(home);
            CheckTheEnd(home, story);

            if (at is null)
            {
                Assert.True(crashedAt.Count >= 5, $"Only {string.Join(", ", crashedAt)}");
                return;
            }

            crashedAt.Add(at);
        }
    }

    [Fact]
    public async Task A_document_that_ends_the_process_three_times_is_not_tried_a_fourth_time_by_itself()
    {
        using IngestionFixture home = new();
        await home.Ingestion.UploadAsync(new("poison.md", new MemoryStream("Poison."u8.ToArray()), "default"), Cancel);
        for (var times = 0; times < 3; times++)
        {
            Assert.Equal(DocumentState.Queued, home.Record("poison.md").State);
            await home.Catalog.SaveAsync([home.Record("poison.md") with { State = DocumentState.Processing, Attempts = times + 1 }], Cancel);
            await home.RestartAsync();
        }

        Assert.Equal((DocumentState.Failed, "The program ended 3 times while it worked on this document."), (home.Record("poison.md").State, home.Record("poison.md").Reason));
        await home.Ingestion.RetryAsync(home.Record("poison.md").Id, Cancel);
        await home.WorkAsync();
        Assert.Equal(DocumentState.Ready, home.Record("poison.md").State);
    }

    [Fact]
    public async Task What_the_index_has_lost_is_made_again()
    {
        using IngestionFixture home = new();
        home.Write("a.md", "Ten days.");
        await home.IngestAsync();
        await home.Index.DeleteAsync(home.Record("a.md").Id, Cancel);

        await home.RestartAsync();
        await home.WorkAsync();

        Assert.Equal("Ten days.", home.TextOf("a.md"));
    }

    [Fact]
    public async Task What_no_record_speaks_of_is_removed_from_index_and_files()
    {
        using IngestionFixture home = new();
        home.Write("a.md", "Ten days.");
        await home.IngestAsync();
        await home.Catalog.DeleteAsync(home.Record("a.md").Id, Cancel);
        await home.Files.StoreAsync(new MemoryStream("orphan"u8.ToArray()), 100, Cancel);

        await home.RestartAsync();

        Assert.Empty(home.Index.Published);
        Assert.Empty(home.Files.Hashes());
    }

    [Fact]
    public async Task A_start_after_a_clean_end_changes_nothing()
    {
        using IngestionFixture home = new();
        home.Write("a.md", "Ten days.");
        home.Write("bad.md", "!encrypted");
        await home.IngestAsync();
        var before = home.Catalog.History.Count;

        await home.RestartAsync();

        Assert.Equal(before, home.Catalog.History.Count);
    }

    private static async Task PlayAsync(IngestionFixture home, string story)
    {
        switch (story)
        {
            case "ingest":
                await home.IngestAsync();
                break;
            case "upload":
                await home.Ingestion.UploadAsync(new("a.md", new MemoryStream("New words."u8.ToArray()), "default"), Cancel);
                await WorkUntilCrashAsync(home);
                break;
            case "replace":
                home.Write("a.md", "New words.");
                await home.IngestAsync();
                break;
            case "become empty":
                home.Write("a.md", " ");
                await home.IngestAsync();
                break;
            case "delete":
                await home.Ingestion.DeleteAsync(DocumentIds.For("default", "a.md"), Cancel);
                break;
            default:
                await home.Ingestion.RetryAsync(DocumentIds.For("default", "a.md"), Cancel);
                await WorkUntilCrashAsync(home);
                break;
        }
    }

    private static async Task WorkUntilCrashAsync(IngestionFixture home)
    {
        using CancellationTokenSource stop = new();
        var run = home.Ingestion.RunAsync(stop.Token);
        while (home.Crashes.At is null && home.Catalog.Records.Any(record => record.State is DocumentState.Queued or DocumentState.Processing))
        {
            await Task.Delay(1, Cancel);
        }

        await stop.CancelAsync();
        await run;
    }

    // Searches see whole versions only, whatever happened.
    private static void CheckThatNothingIsHalf(IngestionFixture home)
    {
        Assert.Equal("Kept as it is.", home.TextOf("kept.md"));
        if (home.Index.Published.TryGetValue(DocumentIds.For("default", "a.md"), out var document))
        {
            Assert.Contains(string.Join('\n', document.Passages.Select(passage => passage.Text)), new[] { "", "Old words.", "New words." });
        }
    }

    private static void CheckThatTheCatalogFollows(IngestionFixture home)
    {
        Assert.Empty(home.Index.Staged);
        Assert.All(home.Catalog.Records, record =>
        {
            Assert.True(record.State is DocumentState.Ready or DocumentState.Failed, record.State.ToString());
            Assert.Equal(home.Index.Published.TryGetValue(record.Id, out var document) ? document.Passages.Count : 0, record.Passages);
            Assert.Equal(document.Version?.VersionId, record.VersionId);
        });
        Assert.Empty(home.Index.Published.Keys.Except(home.Catalog.Records.Select(record => record.Id)));
        Assert.Equal(
            home.Catalog.Records.SelectMany(record => new[] { record.ContentHash, record.PublishedHash }).OfType<string>().Distinct().Order(StringComparer.Ordinal),
            home.Files.Hashes().Order(StringComparer.Ordinal));
    }

    private static void CheckTheEnd(IngestionFixture home, string story)
    {
        if (story == "delete")
        {
            Assert.Equal(["kept.md"], home.Catalog.Records.Select(record => record.Name));
            return;
        }

        Assert.Equal(story == "become empty" ? DocumentState.Failed : DocumentState.Ready, home.Record("a.md").State);
        Assert.Equal(story switch { "ingest" or "retry" => "Old words.", "become empty" => "", _ => "New words." }, home.TextOf("a.md"));
    }
}

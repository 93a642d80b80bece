using Assistant.Core;

namespace Assistant.Ingestion.Tests.Working;

public sealed class IngestionWorkerTests : IDisposable
{
    private readonly IngestionFixture home = new();
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => home.Dispose();

    [Fact]
    public async Task A_folder_becomes_searchable_documents()
    {
        home.Write("b.md", "# Leave\n\nTen days.");
        home.Write("travel/ä.md", "Trains first.");

        var outcomes = await home.IngestAsync();

        Assert.Equal([("b.md", IngestStatus.Ready, 1), ("travel/ä.md", IngestStatus.Ready, 1)], outcomes.Select(outcome => (outcome.Name, outcome.Status, outcome.Passages)));
        var record = home.Record("b.md");
        Assert.Equal((DocumentState.Ready, "done", 1, 1, "Title of b.md", "text/plain"), (record.State, record.Step, record.Version, record.Attempts, record.Title, record.MediaType));
        Assert.Equal(record.ContentHash, record.PublishedHash);
        Assert.Equal(record.VersionId, home.Index.Published[record.Id].Version.VersionId);
        Assert.Equal(home.Root, record.SourceRoot);
        Assert.Contains("Ten days.", home.TextOf("b.md"), StringComparison.Ordinal);
        Assert.Equal("document", home.Index.Published[record.Id].Version.Tags["from"].Single());
        Assert.Equal(2, home.Files.Hashes().Count());
    }

    [Fact]
    public async Task The_same_again_is_left_alone()
    {
        home.Write("a.md", "Ten days.");
        await home.IngestAsync();
        var saves = home.Catalog.History.Count;

        var outcome = Assert.Single(await home.IngestAsync());

        Assert.Equal((IngestStatus.Unchanged, 1), (outcome.Status, outcome.Passages));
        Assert.Equal(1, home.Index.Publications);
        Assert.Equal(saves, home.Catalog.History.Count);
    }

    [Fact]
    public async Task Other_readers_or_tags_are_a_change()
    {
        var path = home.Write("a.md", "Ten days.");
        await home.IngestAsync();
        IngestRequest request = new([home.Root], "default") { ReadBy = ["group:hr"], Tags = new Dictionary<string, IReadOnlyList<string>> { ["from"] = ["person"] } };

        await foreach (var outcome in home.Ingestion.IngestPathsAsync(request, Cancel))
        {
            Assert.Equal(IngestStatus.Ready, outcome.Status);
        }

        var version = home.Index.Published.Values.Single().Version;
        Assert.Equal(["group:hr"], version.ReadBy);
        Assert.Equal(["person"], version.Tags["from"]);
        Assert.Equal(2, home.Record("a.md").Version);
    }

    [Fact]
    public async Task A_changed_document_replaces_the_old_and_its_original()
    {
        home.Write("a.md", "Ten days.");
        await home.IngestAsync();
        home.Write("a.md", "Twelve days.");

        await home.IngestAsync();

        Assert.Equal("Twelve days.", home.TextOf("a.md"));
        Assert.Equal((2, home.Files.Hashes().Single()), (home.Record("a.md").Version, home.Record("a.md").ContentHash));
    }

    [Fact]
    public async Task A_new_version_that_cannot_be_read_leaves_the_old_one_searchable()
    {
        home.Write("a.md", "Ten days.");
        await home.IngestAsync();
        home.Write("a.md", "!encrypted");

        var outcome = Assert.Single(await home.IngestAsync());

        var record = home.Record("a.md");
        Assert.Equal((IngestStatus.Failed, "The document is encrypted."), (outcome.Status, outcome.Reason));
        Assert.Equal((DocumentState.Failed, "read", 1, 1), (record.State, record.Step, record.Passages, record.Version));
        Assert.NotEqual(record.ContentHash, record.PublishedHash);
        Assert.Equal("Ten days.", home.TextOf("a.md"));
        Assert.Equal(2, home.Files.Hashes().Count());
    }

    [Fact]
    public async Task A_document_that_became_empty_loses_its_passages()
    {
        home.Write("a.md", "Ten days.");
        await home.IngestAsync();
        home.Write("a.md", "  \n");

        var outcome = Assert.Single(await home.IngestAsync());

        Assert.Equal((IngestStatus.Failed, "The document has no text.", 0), (outcome.Status, outcome.Reason, outcome.Passages));
        Assert.Empty(home.TextOf("a.md"));
        Assert.Single(home.Files.Hashes());
        Assert.Equal(DocumentState.Failed, home.Record("a.md").State);
    }

    [Theory]
    [InlineData("!bug", "Something went wrong with this document that is not its fault. The log says more; try it again.")]
    [InlineData("!slow", "Reading the document took too long.")]
    [InlineData("!encrypted", "The document is encrypted.")]
    public async Task One_bad_document_does_not_stop_the_others_and_is_tried_again(string text, string reason)
    {
        home.Write("bad.md", text);
        home.Write("good.md", "Ten days.");

        var outcomes = await home.IngestAsync();
        home.Write("bad.md", "Mended.");
        var again = await home.IngestAsync();

        Assert.Equal([(IngestStatus.Failed, reason), (IngestStatus.Ready, null)], outcomes.Select(outcome => (outcome.Status, outcome.Reason)));
        Assert.Equal([IngestStatus.Ready, IngestStatus.Unchanged], again.Select(outcome => outcome.Status));
        Assert.Empty(home.Index.Staged);
    }

    [Fact]
    public async Task A_failed_document_is_tried_again_even_when_it_is_the_same()
    {
        home.Write("a.md", "Ten days.");
        home.Reader.Meanwhile = (_, _) => throw new InvalidOperationException("once");
        await home.IngestAsync();
        home.Reader.Meanwhile = (_, _) => Task.CompletedTask;

        Assert.Equal(IngestStatus.Ready, Assert.Single(await home.IngestAsync()).Status);
    }

    [Fact]
    public async Task A_full_disk_fails_each_file_with_the_reason()
    {
        home.Write("a.md", "Ten days.");
        home.Files.IsFull = true;

        var outcome = Assert.Single(await home.IngestAsync());

        Assert.Equal((IngestStatus.Failed, "The disk of the home is full."), (outcome.Status, outcome.Reason));
        Assert.Empty(home.Catalog.Records);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_pipe_in_the_folder_is_not_waited_for()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no pipes in folders.");
        home.Write("a.md", "words");
        using (var mkfifo = System.Diagnostics.Process.Start("mkfifo", Path.Combine(home.Root, "pipe.md")))
        {
            await mkfifo.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        // On a thread of its own: what hangs in the system cannot be cancelled.
        var outcomes = await Task.Run(() => home.IngestAsync(), TestContext.Current.CancellationToken);

        Assert.Equal([IngestStatus.Ready, IngestStatus.Failed], outcomes.Select(outcome => outcome.Status));
    }

    [Fact]
    public async Task A_missing_path_stops_before_anything_is_taken_in()
    {
        home.Write("a.md", "Ten days.");

        var refused = await Assert.ThrowsAsync<AssistantException>(() => home.IngestAsync(mirror: false, home.Root, home.Root + "/nope.md"));

        Assert.Equal("missing_path", refused.Code);
        Assert.Empty(home.Catalog.Records);
    }

    [Fact]
    public async Task Nobody_as_reader_is_refused()
    {
        home.Write("a.md", "Ten days.");

        var refused = await Assert.ThrowsAsync<AssistantException>(async () =>
        {
            await foreach (var _ in home.Ingestion.IngestPathsAsync(new([home.Root], "default") { ReadBy = [] }, Cancel))
            {
            }
        });

        Assert.Equal("bad_read_by", refused.Code);
    }

    [Fact]
    public async Task Two_different_files_of_one_name_are_not_silently_replaced()
    {
        home.Write("one/a.md", "First.");
        home.Write("two/a.md", "Second.");

        var outcomes = await home.IngestAsync(mirror: false, home.Root + "/one", home.Root + "/two");

        Assert.Equal(["a.md", "a.md"], outcomes.Select(outcome => outcome.Name));
        Assert.Contains("Another file with this name", Assert.Single(outcomes, outcome => outcome.Status == IngestStatus.Failed).Reason, StringComparison.Ordinal);
        Assert.Single(outcomes, outcome => outcome.Status == IngestStatus.Ready);
        Assert.Equal(1, home.Index.Publications);
    }

    [Fact]
    public async Task A_file_that_moved_keeps_its_document()
    {
        var path = home.Write("one/a.md", "First.");
        await home.IngestAsync(mirror: false, home.Root + "/one");
        File.Delete(path);
        home.Write("two/a.md", "Second.");

        var outcome = Assert.Single(await home.IngestAsync(mirror: false, home.Root + "/two"));

        Assert.Equal(IngestStatus.Ready, outcome.Status);
        Assert.Equal("Second.", home.TextOf("a.md"));
    }

    [Fact]
    public async Task A_mirror_deletes_what_is_gone_and_nothing_else()
    {
        var gone = home.Write("docs/gone.md", "Gone.");
        home.Write("docs/stays.md", "Stays.");
        home.Write("other/elsewhere.md", "Elsewhere.");
        await home.IngestAsync(mirror: false, home.Root + "/docs", home.Root + "/other");
        await home.Ingestion.UploadAsync(new("upload.md", new MemoryStream("Sent."u8.ToArray()), "default"), Cancel);
        await home.WorkAsync();
        File.Delete(gone);

        var outcomes = await home.IngestAsync(mirror: true, home.Root + "/docs");

        Assert.Equal([("gone.md", IngestStatus.Deleted), ("stays.md", IngestStatus.Unchanged)], outcomes.Select(outcome => (outcome.Name, outcome.Status)));
        Assert.Equal(["elsewhere.md", "stays.md", "upload.md"], home.Catalog.Records.Select(record => record.Name).Order(StringComparer.Ordinal));
        Assert.Equal(3, home.Index.Published.Count);
        Assert.Equal(3, home.Files.Hashes().Count());
    }

    [Fact]
    public async Task A_file_cannot_be_mirrored()
    {
        var path = home.Write("a.md", "Ten days.");

        Assert.Equal("bad_mirror", (await Assert.ThrowsAsync<AssistantException>(() => home.IngestAsync(mirror: true, path))).Code);
    }

    [Fact]
    public async Task An_upload_is_kept_at_once_and_worked_on_in_the_background()
    {
        var record = await home.Ingestion.UploadAsync(new("../Leave.md", new MemoryStream("Ten days."u8.ToArray()), "default"), Cancel);

        Assert.Equal((DocumentState.Queued, "Leave.md", 0), (record.State, record.Name, home.Index.Publications));
        await home.WorkAsync();
        Assert.Equal("Ten days.", home.TextOf("Leave.md"));
        var again = await home.Ingestion.UploadAsync(new("Leave.md", new MemoryStream("Ten days."u8.ToArray()), "default"), Cancel);
        Assert.Equal(DocumentState.Ready, again.State);
    }

    [Fact]
    public async Task An_upload_that_is_too_large_is_refused()
    {
        using IngestionFixture small = new(options => options.MaxFileBytes = 5);

        Assert.Equal("too_large", (await Assert.ThrowsAsync<AssistantException>(() => small.Ingestion.UploadAsync(new("a.md", new MemoryStream(new byte[6]), "default"), Cancel))).Code);
        small.Write("b.md", "123456");
        Assert.Equal(IngestStatus.Failed, Assert.Single(await small.IngestAsync()).Status);
    }

    [Fact]
    public async Task A_retry_reads_again()
    {
        home.Write("a.md", "Ten days.");
        await home.IngestAsync();

        var record = await home.Ingestion.RetryAsync(DocumentIds.For("default", "a.md"), Cancel);
        await home.WorkAsync();

        Assert.Equal(DocumentState.Queued, record?.State);
        Assert.Equal((2, DocumentState.Ready), (home.Record("a.md").Version, home.Record("a.md").State));
        Assert.Null(await home.Ingestion.RetryAsync("d-unknown", Cancel));
    }

    [Fact]
    public async Task A_deleted_document_leaves_nothing()
    {
        home.Write("a.md", "Ten days.");
        await home.IngestAsync();

        Assert.True(await home.Ingestion.DeleteAsync(DocumentIds.For("default", "a.md"), Cancel));

        Assert.Empty(home.Catalog.Records);
        Assert.Empty(home.Index.Published);
        Assert.Empty(home.Files.Hashes());
        Assert.False(await home.Ingestion.DeleteAsync(DocumentIds.For("default", "a.md"), Cancel));
    }

    [Fact]
    public async Task A_document_that_is_deleted_while_it_is_read_does_not_come_back()
    {
        home.Write("a.md", "Ten days.");
        home.Reader.Meanwhile = async (_, cancellationToken) => await home.Ingestion.DeleteAsync(DocumentIds.For("default", "a.md"), cancellationToken);

        var outcome = Assert.Single(await home.IngestAsync());

        Assert.Equal(IngestStatus.Deleted, outcome.Status);
        Assert.Empty(home.Catalog.Records);
        Assert.Empty(home.Index.Published);
        Assert.Empty(home.Index.Staged);
        Assert.Empty(home.Files.Hashes());
    }

    [Fact]
    public async Task A_newer_upload_while_the_older_is_read_wins()
    {
        home.Write("a.md", "Old.");
        home.Reader.Meanwhile = async (text, cancellationToken) =>
        {
            if (text == "Old.")
            {
                await home.Ingestion.UploadAsync(new("a.md", new MemoryStream("New."u8.ToArray()), "default"), cancellationToken);
            }
        };

        var outcome = Assert.Single(await home.IngestAsync());

        Assert.Equal(IngestStatus.Ready, outcome.Status);
        Assert.Equal("New.", home.TextOf("a.md"));
        Assert.Equal(1, home.Index.Publications);
        Assert.Single(home.Files.Hashes());
    }

    [Fact]
    public async Task Cancelling_keeps_what_is_published_and_queues_the_rest()
    {
        home.Write("a.md", "Published.");
        await home.IngestAsync();
        home.Write("b.md", "Waits.");
        using CancellationTokenSource stop = new();
        home.Reader.Meanwhile = async (_, cancellationToken) =>
        {
            await stop.CancelAsync();
            cancellationToken.ThrowIfCancellationRequested();
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in home.Ingestion.IngestPathsAsync(new([home.Root], "default"), stop.Token))
            {
            }
        });

        Assert.Equal((DocumentState.Queued, 0), (home.Record("b.md").State, home.Record("b.md").Attempts));
        Assert.Equal("Published.", home.TextOf("a.md"));
        home.Reader.Meanwhile = (_, _) => Task.CompletedTask;
        await home.WorkAsync();
        Assert.Equal("Waits.", home.TextOf("b.md"));
    }

    [Fact]
    public async Task A_caller_that_stops_listening_stops_the_work()
    {
        for (var number = 0; number < 600; number++)
        {
            home.Write($"{number:D3}.md", $"Document {number}.");
        }

        await foreach (var _ in home.Ingestion.IngestPathsAsync(new([home.Root], "default"), Cancel))
        {
            break;
        }

        Assert.True(home.Index.Publications < 600);
        Assert.Equal(home.Index.Publications, home.Catalog.Records.Count(record => record.State == DocumentState.Ready));
        Assert.Empty(home.Index.Staged);
    }

    [Fact]
    public async Task Ingestions_uploads_and_the_background_at_once_end_with_every_document_once()
    {
        for (var number = 0; number < 60; number++)
        {
            home.Write($"{number}.md", $"Document {number} has words.");
        }

        using CancellationTokenSource stop = new();
        var run = home.Ingestion.RunAsync(stop.Token);
        await Task.WhenAll(
            home.IngestAsync(),
            home.IngestAsync(),
            Task.WhenAll(Enumerable.Range(0, 60).Select(number =>
                home.Ingestion.UploadAsync(new($"{number}.md", new MemoryStream(System.Text.Encoding.UTF8.GetBytes($"Document {number} has words.")), "default"), Cancel))));
        await stop.CancelAsync();
        await run;
        await home.WorkAsync();

        Assert.Equal(60, home.Catalog.Records.Count);
        Assert.All(home.Catalog.Records, record => Assert.Equal((DocumentState.Ready, 1), (record.State, record.Passages)));
        Assert.Equal(60, home.Index.Published.Count);
        Assert.Equal(60, home.Files.Hashes().Count());
        Assert.Empty(home.Index.Staged);
    }

    [Fact]
    public async Task As_many_documents_are_read_at_once_as_asked_for()
    {
        using IngestionFixture wide = new(options => options.Parallel = 3);
        for (var number = 0; number < 12; number++)
        {
            wide.Write($"{number}.md", $"Document {number}.");
        }

        wide.Reader.Meanwhile = (_, cancellationToken) => Task.Delay(20, cancellationToken);

        await wide.IngestAsync();

        Assert.Equal(3, wide.Reader.MostAtOnce);
    }

    [Fact]
    public async Task A_long_document_is_staged_in_batches_and_published_once()
    {
        home.Write("long.md", string.Join("\n\n", Enumerable.Range(0, 700).Select(number => $"# Section {number}\n\n{string.Join(' ', Enumerable.Repeat("word", 150))}")));

        var outcome = Assert.Single(await home.IngestAsync());

        Assert.Equal(700, outcome.Passages);
        Assert.Equal(700, home.Index.Published.Values.Single().Passages.Select(passage => passage.Id).Distinct().Count());
        Assert.Equal(1, home.Index.Publications);
    }
}

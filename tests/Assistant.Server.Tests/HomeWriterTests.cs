using System.Runtime.CompilerServices;
using Assistant.Core;
using Assistant.Server.Home;
using Assistant.Server.Tests.Fakes;
using Assistant.Server.Verbs;
using Microsoft.Extensions.Logging.Abstractions;

namespace Assistant.Server.Tests;

public class HomeWriterTests
{
    private static readonly WorkRequest.Ingest Ingest =
        new(["/docs"], "hr", ["group:hr"], new() { ["k"] = ["v"] }, Mirror: true, TextOnly: false);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_ingestion_prints_a_line_a_document_and_a_summary()
    {
        ScriptedIngestion ingestion = new(
            new MemoryCatalog(),
            new IngestOutcome("d1", "a.md", IngestStatus.Ready) { Passages = 3, Pages = 2, Elapsed = TimeSpan.FromMilliseconds(12.34) },
            new IngestOutcome("d2", "b.pdf", IngestStatus.Failed) { Reason = "It is encrypted." },
            new IngestOutcome("d3", "c.md", IngestStatus.Unchanged) { Passages = 9 },
            new IngestOutcome("d4", "d.md", IngestStatus.Deleted));
        CapturedOutput output = new(json: true);

        var exit = await PrintAsync(ingestion, new MemoryCatalog(), Ingest, output);

        Assert.Equal(1, exit);
        Assert.Equal(5, output.Json.Length);
        Assert.Equal(
            """{"document":"a.md","status":"ready","passages":3,"pages":2,"reason":null,"elapsed_ms":12.3,"document_id":"d1","collection":"hr"}""",
            output.Json[0].GetRawText());
        Assert.Equal("It is encrypted.", output.Json[1].GetProperty("reason").GetString());
        Assert.Equal(["ready", "failed", "unchanged", "deleted"], output.Json[..4].Select(line => line.GetProperty("status").GetString()));
        var summary = output.Json[4].GetProperty("summary");
        Assert.Equal("ready failed unchanged deleted passages elapsed_ms", string.Join(' ', summary.EnumerateObject().Select(field => field.Name)));
        Assert.Equal([1, 1, 1, 1, 3], summary.EnumerateObject().Take(5).Select(field => field.Value.GetInt32()));
        Assert.Equal(["group:hr"], ingestion.Asked!.ReadBy);
        Assert.True(ingestion.Asked.Mirror);
        Assert.Equal(["v"], ingestion.Asked.Tags["k"]);
    }

    [Fact]
    public async Task The_vectors_that_are_waited_for_are_those_of_the_documents_that_came()
    {
        ScriptedIngestion ingestion = new(new MemoryCatalog(), new IngestOutcome("d1", "a.md", IngestStatus.Ready), new IngestOutcome("d2", "b.md", IngestStatus.Unchanged));
        IReadOnlySet<string>? awaited = null;
        HomeWriter writer = new(ingestion, new MemoryCatalog(), new PublishedOnly(), Fill, TimeProvider.System, NullLogger<HomeWriter>.Instance);

        await new WorkPrinter(new CapturedOutput().Verb, TimeProvider.System).PrintAsync(writer.DoAsync(Ingest, Cancellation), Cancellation);

        Assert.Equal(["d1", "d2"], awaited!.Order(StringComparer.Ordinal));

        IAsyncEnumerable<WorkEvent> Fill(IReadOnlySet<string>? documents, CancellationToken cancellationToken)
        {
            awaited = documents;
            return NoVectors(documents, cancellationToken);
        }
    }

    [Fact]
    public async Task Misuse_found_by_the_ingestion_is_an_error_with_its_code()
    {
        ScriptedIngestion ingestion = new(new MemoryCatalog()) { Failure = new AssistantException("missing_path", "No such path.", "Look.") };
        CapturedOutput output = new(json: true);

        Assert.Equal(2, await PrintAsync(ingestion, new MemoryCatalog(), Ingest, output));
        Assert.Equal("""{"error":{"code":"missing_path","message":"No such path.","hint":"Look."}}""", output.Json[0].GetRawText());
    }

    [Fact]
    public async Task What_nobody_foresaw_ends_with_one_and_no_stack_trace()
    {
        ScriptedIngestion ingestion = new(new MemoryCatalog()) { Failure = new InvalidCastException("oops") };
        CapturedOutput output = new();

        Assert.Equal(1, await PrintAsync(ingestion, new MemoryCatalog(), Ingest, output));
        Assert.Contains("oops", output.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancelling_ends_at_once()
    {
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        ScriptedIngestion ingestion = new(new MemoryCatalog(), new IngestOutcome("d1", "a.md", IngestStatus.Ready)) { Hangs = true };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in Writer(ingestion, new MemoryCatalog()).DoAsync(Ingest, leaving.Token))
            {
                await leaving.CancelAsync();
            }
        });
    }

    [Fact]
    public async Task Documents_are_deleted_by_name_or_id()
    {
        var first = Some.Document("hr", "a.md");
        var second = Some.Document("it", "b.md");
        MemoryCatalog catalog = new(first, second);
        CapturedOutput output = new(json: true);

        var exit = await PrintAsync(new(catalog), catalog, new WorkRequest.Delete(["a.md", second.Id, "a.md"], null), output);

        Assert.Equal(0, exit);
        Assert.Equal(["deleted", "deleted"], output.Json[0].GetProperty("documents").EnumerateArray().Select(line => line.GetProperty("state").GetString()));
        Assert.Empty(await catalog.ListAsync(null, Cancellation));
    }

    [Theory]
    [InlineData("c.md", null, "unknown_document")]
    [InlineData("a.md", null, "ambiguous_document")]
    [InlineData("a.md", "nowhere", "unknown_collection")]
    public async Task A_name_that_is_not_one_document_deletes_nothing(string name, string? collection, string code)
    {
        MemoryCatalog catalog = new(Some.Document("hr", "a.md"), Some.Document("it", "a.md"), Some.Document("it", "b.md"));
        CapturedOutput output = new(json: true);

        var exit = await PrintAsync(new(catalog), catalog, new WorkRequest.Delete(["b.md", name], collection), output);

        Assert.Equal(2, exit);
        Assert.Equal(code, output.Json[0].GetProperty("error").GetProperty("code").GetString());
        Assert.Equal(3, (await catalog.ListAsync(null, Cancellation)).Count);
    }

    [Fact]
    public async Task Retry_without_names_takes_all_that_failed_and_tells_who_fails_again()
    {
        var mended = Some.Document("hr", "a.md") with { State = DocumentState.Failed };
        var bad = Some.Document("hr", "bad.md") with { State = DocumentState.Failed, Reason = "It is damaged." };
        var ready = Some.Document("hr", "c.md") with { State = DocumentState.Ready };
        MemoryCatalog catalog = new(mended, bad, ready);
        CapturedOutput output = new(json: true);

        var exit = await PrintAsync(new(catalog), catalog, new WorkRequest.Retry([], null), output, new PublishedOnly(new PublishedDocument(mended.Id, "v", 4, 1)));

        Assert.Equal(1, exit);
        var lines = output.Json[0].GetProperty("documents").EnumerateArray().ToArray();
        Assert.Equal(["a.md ready pending", "bad.md failed none"], lines.Select(line => $"{line.GetProperty("name")} {line.GetProperty("state")} {line.GetProperty("vectors")}"));
        Assert.Equal(0, (await catalog.FindAsync(ready.Id, Cancellation))!.Attempts);
    }

    [Fact]
    public async Task People_read_words_and_a_summary()
    {
        ScriptedIngestion ingestion = new(
            new MemoryCatalog(),
            new IngestOutcome("d1", "a.md", IngestStatus.Ready) { Passages = 3 },
            new IngestOutcome("d2", "b\u001b[31m.pdf", IngestStatus.Failed) { Reason = "It is encrypted." });
        CapturedOutput output = new();

        await PrintAsync(ingestion, new MemoryCatalog(), Ingest, output);

        Assert.Contains("a.md (3 passages)", output.Out, StringComparison.Ordinal);
        Assert.Contains("It is encrypted.", output.Out, StringComparison.Ordinal);
        Assert.Contains("1 ready, 1 failed, 0 unchanged, 0 deleted", output.Out, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', output.Out);
    }

    private static Task<int> PrintAsync(ScriptedIngestion ingestion, MemoryCatalog catalog, WorkRequest request, CapturedOutput output, PublishedOnly? index = null) =>
        new WorkPrinter(output.Verb, TimeProvider.System).PrintAsync(Writer(ingestion, catalog, index).DoAsync(request, Cancellation), Cancellation);

    private static HomeWriter Writer(ScriptedIngestion ingestion, MemoryCatalog catalog, PublishedOnly? index = null) =>
        new(ingestion, catalog, index ?? new PublishedOnly(), NoVectors, TimeProvider.System, NullLogger<HomeWriter>.Instance);

    private static async IAsyncEnumerable<WorkEvent> NoVectors(IReadOnlySet<string>? documents, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask.WaitAsync(cancellationToken);
        yield return new WorkEvent.Progress("Vectors", documents!.Count, documents.Count);
    }
}

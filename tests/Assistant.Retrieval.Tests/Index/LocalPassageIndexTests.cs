using Assistant.Core;
using Assistant.Retrieval.Index.Local;
using Microsoft.Data.Sqlite;
using static Assistant.Retrieval.Tests.Index.IndexFixture;

namespace Assistant.Retrieval.Tests.Index;

public sealed class LocalPassageIndexTests : PassageIndexTests, IDisposable
{
    private readonly TempFolder folder = new();
    private LocalPassageIndex index;

    public LocalPassageIndexTests() => index = Open(Database);

    private string Database => folder.File("assistant.db");

    private protected override IPassageIndex Index => index;

    public void Dispose()
    {
        index.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task After_a_restart_everything_is_found_as_before_and_leftovers_are_swept()
    {
        await index.PublishAsync(Version("a"), "Leave is earned.", "Leave is taken.");
        await index.PublishAsync(Version("b", readBy: ["group:hr"]), "Leave is denied.");
        await index.StoreVectorsAsync("test", [new("a.1-000000", Unit(1, 2)), new("b.1-000000", Unit(2, 1))], Cancel);
        var staged = Version("c");
        await index.StageAsync(staged, Passages(staged, "Leave never published."), Cancel);
        var (words, near) = (await index.WordsAsync("leave", Asker.Operator), await index.NearAsync(Unit(1, 1), Asker.Operator));

        Reopen();

        Assert.Equal(Scores(words.Lexical), Scores((await index.WordsAsync("leave", Asker.Operator)).Lexical));
        Assert.Equal(Scores(near.Dense), Scores((await index.NearAsync(Unit(1, 1), Asker.Operator)).Dense));
        Assert.Equal("a.1-000001", Assert.Single(await index.WithoutVectorsAsync("test", 10, Cancel)).Id);
        await using SqliteConnection connection = new($"Data Source={Database}");
        await connection.OpenAsync(Cancel);
        await using var count = connection.CreateCommand();
        count.CommandText = "select count(*) from retrieval_versions";
        Assert.Equal(2L, await count.ExecuteScalarAsync(Cancel));
    }

    [Fact]
    public async Task A_reader_beside_the_writer_sees_what_is_published_meanwhile()
    {
        using var reader = Open(Database, readOnly: true);
        Assert.Empty((await reader.WordsAsync("leave")).Lexical);

        await index.PublishAsync(Version("a"), "Leave is earned.");
        Assert.Single((await reader.WordsAsync("leave")).Lexical);

        await index.DeleteAsync("a", Cancel);
        Assert.Empty((await reader.WordsAsync("leave")).Lexical);
        await Assert.ThrowsAsync<InvalidOperationException>(() => reader.DeleteAsync("a", Cancel));
    }

    [Fact]
    public async Task A_reader_beside_the_writer_sees_no_mix_and_no_gap()
    {
        await index.PublishAsync(Version("a", 0), [.. Enumerable.Range(0, 5).Select(part => $"marker part{part} round0")]);
        using var reader = Open(Database, readOnly: true);
        using CancellationTokenSource stop = new();
        var searches = 0;
        var searching = Task.Run(
            async () =>
            {
                for (; !stop.IsCancellationRequested; Interlocked.Increment(ref searches))
                {
                    var found = (await reader.WordsAsync("marker")).Lexical;
                    Assert.Equal(5, found.Count);
                    Assert.Single(found.Select(match => match.Passage.Text.Split(' ')[^1]).Distinct());
                }
            },
            Cancel);
        var round = 0;
        while (!searching.IsCompleted && (round < 60 || Volatile.Read(ref searches) < 20))
        {
            round++;
            await index.PublishAsync(Version("a", round), [.. Enumerable.Range(0, 5).Select(part => $"marker part{part} round{round}")]);
        }

        await stop.CancelAsync();
        await searching;
        Assert.Equal($"round{round}", (await reader.WordsAsync("marker")).Lexical[0].Passage.Text.Split(' ')[^1]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_a_killed_process_had_published_is_found_and_what_it_had_staged_is_not(bool readOnly)
    {
        await index.PublishAsync(Version("a"), "Leave is earned.");
        await index.StoreVectorsAsync("test", [new("a.1-000000", Unit(1, 0))], Cancel);
        var next = Version("a", 2);
        await index.StageAsync(next, Passages(next, "Leave is staged."), Cancel);

        // What lies on the disk while the writer lives is what a kill leaves behind: the last commits are still in the log alone.
        var left = folder.File("left.db");
        File.Copy(Database, left);
        File.Copy(Database + "-wal", left + "-wal");
        using var opened = Open(left, readOnly);

        Assert.Equal("Leave is earned.", Assert.Single((await opened.WordsAsync("leave")).Lexical).Passage.Text);
        Assert.Single((await opened.NearAsync(Unit(1, 0))).Dense);
        Assert.Empty(await opened.PassagesAsync("a.2", Asker.Operator, Cancel));
    }

    [Fact]
    public async Task A_reader_needs_no_writer()
    {
        await index.PublishAsync(Version("a"), "Leave is earned.");
        index.Dispose();
        using var reader = Open(Database, readOnly: true);

        Assert.Single((await reader.WordsAsync("leave")).Lexical);
        index = Open(Database);
    }

    [Fact]
    public async Task Text_with_defects_is_kept_and_found()
    {
        await index.PublishAsync(Version("a"), "before\0after and \ud800 half a pair");
        var live = Assert.Single((await index.WordsAsync("after half")).Lexical);

        Reopen();

        var found = Assert.Single((await index.WordsAsync("after half")).Lexical);
        Assert.Equal(live.Score, found.Score);
        Assert.Equal("before\0after and \ufffd half a pair", found.Passage.Text);
    }

    [Fact]
    public async Task An_opening_that_is_cancelled_can_be_begun_again()
    {
        await index.PublishAsync(Version("a"), "Leave is earned.");
        Reopen();
        using CancellationTokenSource cancelled = new();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => index.SearchAsync(new() { Words = [new("leave", 1)] }, Asker.Anonymous, cancelled.Token));
        Assert.Single((await index.WordsAsync("leave")).Lexical);
    }

    [Fact]
    public async Task A_write_that_is_cancelled_or_fails_changes_nothing()
    {
        await index.PublishAsync(Version("a"), "Leave is earned.");
        var next = Version("a", 2);
        using CancellationTokenSource cancelled = new();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => index.StageAsync(next, Passages(next, "New."), cancelled.Token));
        var twice = Passages(next, "One.", "Two.");
        await Assert.ThrowsAnyAsync<SqliteException>(() => index.StageAsync(next, [.. twice, .. twice], Cancel));
        await Assert.ThrowsAsync<InvalidOperationException>(() => index.StageAsync(Version("a"), Passages(Version("a"), "More."), Cancel));

        Assert.Equal("Leave is earned.", Assert.Single((await index.WordsAsync("leave")).Lexical).Passage.Text);
        await index.PublishAsync(next, "Leave is new.");
        Assert.Equal("Leave is new.", Assert.Single((await index.WordsAsync("leave")).Lexical).Passage.Text);
    }

    [Fact]
    public async Task Many_replacements_leave_the_same_index_as_one()
    {
        for (var round = 0; round < 90; round++)
        {
            foreach (var document in (string[])["a", "b", "c"])
            {
                await index.PublishAsync(Version(document, round), [.. Enumerable.Range(0, 12).Select(part => $"{document} leave number{part} in round {round % 7}, said {part % 5} times")]);
            }
        }

        await index.StoreVectorsAsync("test", [.. (await index.WithoutVectorsAsync("test", 100, Cancel)).Select((passage, at) => new PassageVector(passage.Id, Unit(at, 5, 36 - at)))], Cancel);
        for (var round = 90; round < 180; round++)
        {
            await index.PublishAsync(Version("d", round), [.. Enumerable.Range(0, 12).Select(part => $"d leave number{part} in round {round % 7}")]);
        }

        var (words, near) = (await index.WordsAsync("number3 leave round"), await index.NearAsync(Unit(3, 5, 33)));
        Reopen();

        Assert.Equal(48, words.Lexical.Count);
        Assert.Equal(36, near.Dense.Count);
        Assert.Equal(Scores(words.Lexical), Scores((await index.WordsAsync("number3 leave round")).Lexical));
        Assert.Equal(Scores(near.Dense), Scores((await index.NearAsync(Unit(3, 5, 33))).Dense));
    }

    [Fact]
    public async Task Access_that_was_narrowed_stays_narrow_after_a_restart()
    {
        var version = Version("bands", tags: new() { ["year"] = ["2025"] });
        await index.StageAsync(version, Passages(version, "Salary bands."), Cancel);
        var published = version with { ReadBy = ["group:hr"], Tags = new Dictionary<string, IReadOnlyList<string>> { ["year"] = ["2026"] } };
        await index.PublishAsync(published, Cancel);

        Reopen();

        Assert.Empty((await index.WordsAsync("salary")).Lexical);
        PassageQuery query = new() { Words = [new("salary", 1)], Tags = published.Tags };
        Assert.Single((await index.SearchAsync(query, Asker.With("group:hr"), Cancel)).Lexical);
    }

    [Fact]
    public async Task A_vector_that_a_passage_has_is_kept_now_and_after_a_restart()
    {
        await index.PublishAsync(Version("a"), "One.");
        await index.StoreVectorsAsync("test", [new("a.1-000000", Unit(1, 0))], Cancel);
        await index.StoreVectorsAsync("test", [new("a.1-000000", Unit(0, 1))], Cancel);
        var before = Scores((await index.NearAsync(Unit(1, 0))).Dense).ToList();

        Reopen();

        Assert.Equal(before, Scores((await index.NearAsync(Unit(1, 0))).Dense));
    }

    [Fact]
    public async Task Writes_that_fail_at_their_last_statement_leave_no_trace_in_what_follows()
    {
        for (var document = 0; document < 30; document++)
        {
            await index.PublishAsync(Version($"d{document}"), [.. Enumerable.Range(0, 20).Select(part => $"leave number{part} of {document}")]);
        }

        await StoreAllAsync();
        Random random = new(3);
        for (var round = 0; round < 12; round++)
        {
            await BreakAsync("create trigger broken before update on retrieval_settings when new.name = 'generation' begin select raise(abort, 'broken'); end");
            var failed = Version($"d{random.Next(30)}", 100 + round);
            await index.StageAsync(failed, Passages(failed, "leave that never was", "words of nothing else", "and a third"), Cancel);
            await Assert.ThrowsAsync<SqliteException>(() => index.PublishAsync(failed, Cancel));
            await Assert.ThrowsAsync<SqliteException>(() => index.DeleteAsync($"d{random.Next(30)}", Cancel));
            var missing = (await index.WithoutVectorsAsync("test", 2, Cancel)).Select(passage => new PassageVector(passage.Id, Unit(9, -9, 9)));
            await Assert.ThrowsAsync<SqliteException>(() => index.StoreVectorsAsync("test", [.. missing, new("d0.1-000000", Unit(9, 9, 9))], Cancel));
            await Assert.ThrowsAsync<SqliteException>(() => index.StoreVectorsAsync("other", [new("d0.1-000000", Unit(9, 9))], Cancel));
            await BreakAsync("drop trigger broken");

            await index.PublishAsync(Version($"d{random.Next(1, 30)}", 200 + round), $"leave number3 in round {round}", $"leave number{round} again");
            if (round % 3 == 2)
            {
                await StoreAllAsync();
            }
        }

        var (words, near) = (await index.WordsAsync("number3 leave again"), await index.NearAsync(Unit(3, 5, 33)));
        var published = await index.PublishedAsync(Cancel);
        Reopen();

        Assert.Equal(published, await index.PublishedAsync(Cancel));
        Assert.Equal(Scores(words.Lexical), Scores((await index.WordsAsync("number3 leave again")).Lexical));
        Assert.Equal(Scores(near.Dense), Scores((await index.NearAsync(Unit(3, 5, 33))).Dense));
        Assert.Empty((await index.WordsAsync("never was nothing else third")).Lexical);
    }

    [Fact]
    public async Task More_languages_than_fit_a_byte_are_searched_all_the_same()
    {
        var version = Version("a");
        Passage[] passages = [.. Passages(version, [.. Enumerable.Range(0, 300).Select(at => $"word number{at}")]).Select((passage, at) => passage with { Language = $"x{at}" })];
        await index.StageAsync(version, passages, Cancel);
        await index.PublishAsync(version, Cancel);

        Assert.Equal("a.1-000299", Assert.Single((await index.WordsAsync("number299")).Lexical).Passage.Id);
        Assert.Equal(100, (await index.WordsAsync("word")).Lexical.Count);
    }

    [Fact]
    public async Task Vectors_follow_their_passages_while_readers_search_and_documents_come_and_go()
    {
        await index.PublishAsync(Version("fixed"), "fixed marker");
        await index.StoreVectorsAsync("test", [new("fixed.1-000000", Unit(1, 0, 0))], Cancel);
        using CancellationTokenSource stop = new();
        var searching = Task.Run(
            async () =>
            {
                var searches = 0;
                for (; !stop.IsCancellationRequested; searches++)
                {
                    var near = (await index.NearAsync(Unit(1, 0, 0))).Dense;
                    Assert.Equal("fixed", near[0].Passage.DocumentId);
                    Assert.Equal(1, near[0].Score, 3);
                    Assert.All(near.Skip(1), match => Assert.Equal(match.Passage.Ordinal / 10.0, match.Score, 2));
                }

                return searches;
            },
            Cancel);
        for (var round = 0; round < 150; round++)
        {
            await index.PublishAsync(Version("moving", round), [.. Enumerable.Range(0, 10).Select(part => $"moving part{part}")]);
            var vectors = (await index.WithoutVectorsAsync("test", 6, Cancel)).Select(passage => new PassageVector(passage.Id, Unit(passage.Ordinal, MathF.Sqrt(100 - (passage.Ordinal * passage.Ordinal)), 0)));
            await index.StoreVectorsAsync("test", [.. vectors], Cancel);
        }

        await stop.CancelAsync();
        Assert.True(await searching > 5);
    }

    [Fact]
    public async Task A_newer_database_is_refused_in_words()
    {
        await index.PublishedAsync(Cancel);
        await using (SqliteConnection connection = new($"Data Source={Database}"))
        {
            await connection.OpenAsync(Cancel);
            await using var newer = connection.CreateCommand();
            newer.CommandText = "insert into retrieval_steps values (9999)";
            await newer.ExecuteNonQueryAsync(Cancel);
        }

        Reopen();
        Assert.Equal("newer_home", (await Assert.ThrowsAsync<AssistantException>(() => index.PublishedAsync(Cancel))).Code);
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_refused_in_words()
    {
        await File.WriteAllTextAsync(folder.File("junk.db"), new string('x', 5_000), Cancel);
        using var broken = Open(folder.File("junk.db"));

        Assert.Equal("damaged_home", (await Assert.ThrowsAsync<AssistantException>(() => broken.PublishedAsync(Cancel))).Code);
    }

    private async Task StoreAllAsync() => await index.StoreVectorsAsync(
        "test",
        [.. (await index.WithoutVectorsAsync("test", 10_000, Cancel)).Select(passage => new PassageVector(passage.Id, Unit(passage.Ordinal + 1, passage.Text.Length, 7)))],
        Cancel);

    private async Task BreakAsync(string statement)
    {
        await using SqliteConnection connection = new($"Data Source={Database}");
        await connection.OpenAsync(Cancel);
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // A constant of this test.
        command.CommandText = statement;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(Cancel);
    }

    private void Reopen()
    {
        index.Dispose();
        index = Open(Database);
    }

    private static IEnumerable<(string Id, double Score)> Scores(IEnumerable<PassageMatch> matches) =>
        matches.Select(match => (match.Passage.Id, Math.Round(match.Score, 4)));
}

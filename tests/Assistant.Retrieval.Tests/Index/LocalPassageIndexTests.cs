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

    private void Reopen()
    {
        index.Dispose();
        index = Open(Database);
    }

    private static IEnumerable<(string Id, double Score)> Scores(IEnumerable<PassageMatch> matches) =>
        matches.Select(match => (match.Passage.Id, Math.Round(match.Score, 4)));
}

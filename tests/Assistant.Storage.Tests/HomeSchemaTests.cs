using Assistant.Core;
using Assistant.Storage.Homes;
using Assistant.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace Assistant.Storage.Tests;

public sealed class HomeSchemaTests : IDisposable
{
    private readonly TempFolder folder = new();
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_new_home_says_its_schema_and_when_it_was_made()
    {
        await using HomeFixture home = new(folder.File("deep", "home"));

        await home.Schema.OpenAsync(Cancel);

        Assert.Equal("""{"schema":1,"created_at":"2026-11-24T08:00:00+00:00"}""" + "\n", await File.ReadAllTextAsync(folder.File("deep", "home", "home.json"), Cancel));
        Assert.Equal("wal", Scalar(home.Schema.DatabasePath, "PRAGMA journal_mode"));
        Assert.Equal(1L, Scalar(home.Schema.DatabasePath, "SELECT step FROM schema_steps WHERE room = 'storage'"));
        Assert.Equal(["assistant.db", "home.json"], Directory.GetFiles(home.Schema.Home).Select(Path.GetFileName).Where(name => !name!.Contains("db-", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_home_of_the_first_schema_opens_with_everything_in_it()
    {
        // The text of the first release, as it was: this test is what later steps must keep working.
        Directory.CreateDirectory(folder.File("home"));
        await File.WriteAllTextAsync(folder.File("home", "home.json"), """{"schema":1,"created_at":"2026-11-24T00:00:00+00:00"}""", Cancel);
        Execute(folder.File("home", "assistant.db"), await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "home-of-schema-1.sql"), Cancel));
        await using HomeFixture home = new(folder.File("home"));

        var document = Assert.Single(await home.Catalog.ListAsync(null, Cancel));
        var turn = Assert.Single(await home.Conversations.LastTurnsAsync("c1", "user:ann", 10, Cancel));

        Assert.Equal(("travel/leave.md", DocumentState.Ready, 7, "d1-v1"), (document.Name, document.State, document.Passages, document.VersionId));
        Assert.Equal(["everyone"], document.ReadBy);
        Assert.Equal(["eu", "us"], document.Tags["region"]);
        Assert.Equal(new ConversationTurn("How long?", "Ten days [1].", AnswerEnding.Grounded, DateTimeOffset.FromUnixTimeMilliseconds(1000)), turn);
        Assert.Equal("kept", Scalar(home.Schema.DatabasePath, "SELECT note FROM other_room"));
    }

    [Fact]
    public async Task A_home_of_a_newer_schema_is_refused_and_left_as_it_is()
    {
        Directory.CreateDirectory(folder.File("home"));
        await File.WriteAllTextAsync(folder.File("home", "home.json"), """{"schema":2,"created_at":"2030-01-01T00:00:00+00:00","more":true}""", Cancel);
        await using HomeFixture home = new(folder.File("home"));

        var refused = await Assert.ThrowsAsync<AssistantException>(() => home.Schema.OpenAsync(Cancel));

        Assert.Equal("newer_home", refused.Code);
        Assert.Contains("newer version", refused.Message, StringComparison.Ordinal);
        Assert.Equal(["home.json"], Directory.GetFiles(folder.File("home")).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Tables_of_a_newer_step_are_refused()
    {
        await using (HomeFixture older = new(folder.File("home")))
        {
            await older.Schema.OpenAsync(Cancel);
            Execute(older.Schema.DatabasePath, "INSERT INTO schema_steps (room, step) VALUES ('storage', 99)");
        }

        await using HomeFixture home = new(folder.File("home"));

        Assert.Equal("newer_home", (await Assert.ThrowsAsync<AssistantException>(() => home.Catalog.ListAsync(null, Cancel))).Code);
    }

    [Fact]
    public async Task Steps_of_other_rooms_do_not_matter()
    {
        await using (HomeFixture first = new(folder.File("home")))
        {
            await first.Schema.OpenAsync(Cancel);
            Execute(first.Schema.DatabasePath, "INSERT INTO schema_steps (room, step) VALUES ('retrieval', 99)");
        }

        await using HomeFixture home = new(folder.File("home"));

        Assert.Empty(await home.Catalog.ListAsync(null, Cancel));
    }

    [Fact]
    public async Task Many_processes_may_make_the_same_home_at_once()
    {
        var homes = Enumerable.Range(0, 8).Select(_ => new HomeFixture(folder.File("home"))).ToArray();

        await Parallel.ForEachAsync(homes, Cancel, async (home, cancellationToken) => await home.Schema.OpenAsync(cancellationToken));

        Assert.Equal(1L, Scalar(homes[0].Schema.DatabasePath, "SELECT count(*) FROM schema_steps"));
        foreach (var home in homes)
        {
            await home.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_file_where_the_home_should_be_is_told_without_its_path()
    {
        var path = folder.Write("home", "I am a file");
        await using HomeFixture home = new(path);

        var refused = await Assert.ThrowsAsync<AssistantException>(() => home.Schema.OpenAsync(Cancel));

        Assert.Equal("home_not_writable", refused.Code);
        Assert.DoesNotContain(path, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_home_without_rights_is_told()
    {
        Assert.SkipWhen(Environment.IsPrivilegedProcess, "Rights do not bind root.");
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no such rights.");
            return;
        }

        Directory.CreateDirectory(folder.File("home"));
        File.SetUnixFileMode(folder.File("home"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        await using HomeFixture home = new(folder.File("home"));

        Assert.Equal("home_not_writable", (await Assert.ThrowsAsync<AssistantException>(() => home.Schema.OpenAsync(Cancel))).Code);
    }

    [Theory]
    [InlineData("home.json", "not json")]
    [InlineData("home.json", """{"schema":0}""")]
    [InlineData("assistant.db", "this is not a database, and long enough that SQLite looks at its first hundred bytes before it says so: no.")]
    public async Task A_damaged_home_is_told(string file, string content)
    {
        folder.Write("home/" + file, content);
        await using HomeFixture home = new(folder.File("home"));

        Assert.Equal("damaged_home", (await Assert.ThrowsAsync<AssistantException>(() => home.Schema.OpenAsync(Cancel))).Code);
    }

    [Theory]
    [InlineData(28)]
    [InlineData(unchecked((int)0x80070070))]
    public void A_full_disk_has_its_own_code(int code) =>
        Assert.Equal("disk_full", StorageFault.Explain(new IOException("No space left on device", code))?.Code);

    [Fact]
    public async Task A_database_that_cannot_grow_says_the_disk_is_full_and_keeps_what_it_had()
    {
        await using HomeFixture home = new(folder.File("home"));
        await home.Catalog.SaveAsync([Some.Document(name: "first.md")], Cancel);
        using SqliteConnection connection = new(SqliteHome.ConnectionString(home.Schema.DatabasePath));
        connection.Open();
        using var limit = connection.CreateCommand();
        limit.CommandText = "PRAGMA max_page_count = 1";
        limit.ExecuteNonQuery();
        using var grow = connection.CreateCommand();
        grow.CommandText = "CREATE TABLE big (content BLOB); INSERT INTO big VALUES (zeroblob(1000000))";

        var full = Assert.Throws<SqliteException>(() => grow.ExecuteNonQuery());

        Assert.Equal("disk_full", StorageFault.Explain(new InvalidOperationException("wrapped", full))?.Code);
        Assert.Single(await home.Catalog.ListAsync(null, Cancel));
    }

    private static object? Scalar(string database, string sql)
    {
        using SqliteConnection connection = new(SqliteHome.ConnectionString(database));
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    private static void Execute(string database, string sql)
    {
        using SqliteConnection connection = new(SqliteHome.ConnectionString(database, create: true));
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}

namespace Assistant.Server.Tests;

public sealed class MisuseTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("misuse", "bogus")]
    [InlineData("misuse", "search")]
    [InlineData("misuse", "search", "x", "--mode", "magic")]
    [InlineData("misuse", "search", "x", "--top", "0")]
    [InlineData("misuse", "search", "x", "--top", "many")]
    [InlineData("misuse", "documents")]
    [InlineData("misuse", "ask", "x", "--bogus")]
    [InlineData("misuse", "ingest")]
    [InlineData("missing_path", "ingest", "nowhere")]
    [InlineData("bad_tag", "ingest", ".", "--tag", "x")]
    [InlineData("bad_principal", "ingest", ".", "--read-by", "")]
    [InlineData("bad_collection", "ingest", ".", "--collection", " ")]
    [InlineData("empty_question", "ask", "")]
    [InlineData("empty_question", "search", " ")]
    [InlineData("no_home", "ask", "What?")]
    [InlineData("no_home", "search", "What?")]
    [InlineData("no_home", "documents", "list")]
    [InlineData("bad_configuration", "documents", "list", "--config", "nowhere.json")]
    [InlineData("not_loopback", "serve", "--urls", "http://0.0.0.0:5080")]
    [InlineData("not_loopback", "--urls", "http://0.0.0.0:5080")]
    [InlineData("bad_url", "serve", "--urls", "nonsense")]
    public async Task Misuse_ends_with_two_and_a_code(string code, params string[] arguments)
    {
        var (exit, lines) = await AssistantProcess.RunJsonAsync(folder.Path, arguments);

        Assert.Equal(2, exit);
        var error = Assert.Single(lines).GetProperty("error");
        Assert.Equal(code, error.GetProperty("code").GetString());
        Assert.False(string.IsNullOrWhiteSpace(error.GetProperty("message").GetString()));
        Assert.True(error.TryGetProperty("hint", out _));
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Theory]
    [InlineData("Did you mean 'search'?", "serach")]
    [InlineData("Did you mean 'doctor'?", "docter")]
    [InlineData("Did you mean '--quiet'?", "doctor", "--queit")]
    [InlineData("'assistant --help'", "nonsense")]
    public async Task A_slip_of_the_pen_is_told_what_was_meant(string hint, params string[] arguments)
    {
        var (exit, lines) = await AssistantProcess.RunJsonAsync(folder.Path, arguments);

        Assert.Equal(2, exit);
        Assert.StartsWith(hint, lines[0].GetProperty("error").GetProperty("hint").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_question_that_is_too_long_is_refused_with_both_numbers()
    {
        var (exit, lines) = await AssistantProcess.RunJsonAsync(folder.Path, "ask", new string('x', 50_000));

        Assert.Equal(2, exit);
        Assert.Contains("50,000", lines[0].GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Words_for_people_go_to_standard_error()
    {
        var (exit, output, error) = await AssistantProcess.RunAsync(folder.Path, "ingest", "nowhere");

        Assert.Equal(2, exit);
        Assert.Equal("", output);
        Assert.StartsWith("error: There is no file or folder 'nowhere'.", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_tells_the_verbs_and_ends_with_zero()
    {
        var (exit, output, _) = await AssistantProcess.RunAsync(folder.Path, "--help");

        Assert.Equal(0, exit);
        Assert.All(["serve", "ingest", "documents", "search", "ask", "models", "doctor"], verb => Assert.Contains("  " + verb, output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_setting_out_of_range_is_told_by_its_key()
    {
        folder.Write("bad.json", """{ "Assistant": { "Answering": { "Sources": 0 } } }""");

        var (exit, lines) = await AssistantProcess.RunJsonAsync(folder.Path, "doctor", "--config", "bad.json");

        Assert.Equal(1, exit);
        var settings = lines[0].GetProperty("checks")[0];
        Assert.Equal("fail", settings.GetProperty("state").GetString());
        Assert.Contains("Sources", settings.GetProperty("message").GetString(), StringComparison.Ordinal);
    }
}

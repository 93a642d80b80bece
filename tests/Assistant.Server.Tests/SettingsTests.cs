using Assistant.Core;
using Assistant.Server.Configuring;

namespace Assistant.Server.Tests;

public class SettingsTests
{
    [Fact]
    public void The_environment_is_read_in_all_its_spellings()
    {
        var settings = Settings.FromEnvironment(new Dictionary<string, string>
        {
            ["ASSISTANT_HOME"] = "/srv/home",
            ["ASSISTANT_MODELS__CHAT"] = "a.gguf",
            ["Assistant__Retrieval__Top"] = "7",
            ["Logging__LogLevel__Default"] = "Debug",
            ["PATH"] = "/bin",
            ["ASSISTANTS"] = "x",
        });

        Assert.Equal("/srv/home", settings["Assistant:Home"]);
        Assert.Equal("a.gguf", settings["Assistant:Models:Chat"]);
        Assert.Equal("7", settings["Assistant:Retrieval:Top"]);
        Assert.Equal("Debug", settings["Logging:LogLevel:Default"]);
        Assert.Equal(4, settings.Count);
    }

    [Fact]
    public void A_named_file_is_read()
    {
        using TempFolder folder = new();
        var file = folder.Write("mine.json", """{ "Assistant": { "Urls": "http://127.0.0.1:9" } }""");

        Assert.Equal("http://127.0.0.1:9", Settings.Load(file)["Assistant:Urls"]);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("{ \"Assistant\": ")]
    public void A_missing_or_broken_file_is_told_by_its_name(string? content)
    {
        using TempFolder folder = new();
        var file = content is null ? folder.File("none.json") : folder.Write("broken.json", content);

        var refused = Assert.Throws<AssistantException>(() => Settings.Load(file));

        Assert.Equal("bad_configuration", refused.Code);
        Assert.Contains(Path.GetFileName(file), refused.Message, StringComparison.Ordinal);
    }
}

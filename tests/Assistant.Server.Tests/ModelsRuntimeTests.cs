using System.Text.Json;
using Assistant.Inference.Runtimes;

namespace Assistant.Server.Tests;

public sealed class ModelsRuntimeTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task The_list_says_what_computes_and_how_the_others_get_here()
    {
        var (exit, lines) = await AssistantProcess.RunJsonAsync(folder.Path, "models", "runtime", "list");

        Assert.Equal(0, exit);
        Assert.Equal("cpu", lines[0].GetProperty("setting").GetString());
        Assert.Equal("cpu", lines[0].GetProperty("in_use").GetString());
        var backends = lines[0].GetProperty("runtimes").EnumerateArray().ToArray();
        Assert.Equal("cpu", backends[0].GetProperty("name").GetString());
        Assert.All(backends[1..], backend =>
        {
            Assert.False(backend.GetProperty("installed").GetBoolean());
            Assert.Contains($"runtime add {backend.GetProperty("name").GetString()}", backend.GetProperty("hint").GetString(), StringComparison.Ordinal);
        });
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Fact]
    public async Task A_backend_that_is_named_and_not_here_is_refused_and_never_replaced_by_the_processor()
    {
        var (exit, lines) = await AssistantProcess.RunJsonAsync(folder.Path, "models", "runtime", "list", "--config", Configure("cuda13"));

        Assert.Equal(0, exit);
        Assert.Equal("cuda13", lines[0].GetProperty("in_use").GetString());
        Assert.False(lines[0].GetProperty("runtime").GetProperty("available").GetBoolean());
        Assert.Contains("cuda13", lines[0].GetProperty("runtime").GetProperty("reason").GetString(), StringComparison.Ordinal);

        (_, lines) = await AssistantProcess.RunJsonAsync(folder.Path, "doctor", "--config", "settings.json");
        var checks = lines[0].GetProperty("checks").EnumerateArray().ToDictionary(check => check.GetProperty("name").GetString()!);
        Assert.Equal("warn", checks["runtime"].GetProperty("state").GetString());
        Assert.Equal("warn", checks["embedder"].GetProperty("state").GetString());
    }

    [Fact]
    public async Task Auto_takes_the_processor_where_nothing_better_is_here_and_doctor_says_so()
    {
        var (_, lines) = await AssistantProcess.RunJsonAsync(folder.Path, "doctor", "--config", Configure("auto"));

        var runtime = lines[0].GetProperty("checks").EnumerateArray().Single(check => check.GetProperty("name").GetString() == "runtime");
        Assert.SkipWhen(runtime.GetProperty("message").GetString()!.Contains("There are no llama.cpp libraries", StringComparison.Ordinal), "Native libraries are not here.");
        Assert.Equal("warn", runtime.GetProperty("state").GetString());
        Assert.Contains("backend cpu", runtime.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Contains("passed over", runtime.GetProperty("hint").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("misuse", 2, "models", "runtime", "add", "bogus")]
    [InlineData("misuse", 2, "models", "runtime")]
    [InlineData("wrong_hash", 1, "models", "runtime", "add", "vulkan", "--from", "package.tgz")]
    [InlineData("missing_path", 2, "models", "runtime", "add", "vulkan", "--from", "absent.tgz")]
    public async Task What_cannot_be_added_is_told(string code, int exit, params string[] arguments)
    {
        Assert.SkipUnless(new RuntimeShelf(Microsoft.Extensions.Options.Options.Create(new Assistant.Inference.LocalModelsOptions())).List().Count > 1, "Packages for GPUs are pinned for Linux on x64 only.");
        folder.Write("package.tgz", "no package");

        var (ended, lines) = await AssistantProcess.RunJsonAsync(folder.Path, arguments);

        Assert.Equal((exit, code), (ended, lines[^1].GetProperty("error").GetProperty("code").GetString()));
        Assert.False(Directory.Exists(folder.File("data", "runtimes", "vulkan")));
    }

    [Fact]
    public async Task A_backend_that_does_not_exist_is_a_bad_setting()
    {
        var (exit, lines) = await AssistantProcess.RunJsonAsync(folder.Path, "models", "runtime", "list", "--config", Configure("bogus"));

        Assert.Equal((2, "bad_configuration"), (exit, lines[0].GetProperty("error").GetProperty("code").GetString()));
    }

    private string Configure(string backend)
    {
        folder.Write("settings.json", JsonSerializer.Serialize(new { Assistant = new { Models = new { Backend = backend } } }));
        return "settings.json";
    }
}

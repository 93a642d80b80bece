using System.IO.MemoryMappedFiles;
using System.Text.Json;
using Assistant.Inference;
using Assistant.Server.Verbs;

namespace Assistant.Server.Tests;

public sealed class ModelsPullTests : IDisposable
{
    private const string Model = "maker/model-GGUF:Model-Q4_K_M.gguf";

    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    private string Target => folder.File("data", "models", "Model-Q4_K_M.gguf");

    private string Part => folder.File("data", "models", ".downloads", "Model-Q4_K_M.gguf.part");

    [Fact]
    public async Task A_model_is_pulled_listed_shown_and_removed()
    {
        await using var hub = await HubServer.StartAsync();
        var embedder = await File.ReadAllBytesAsync(Repository.PathOf("src", "Assistant.Inference", "Models", "all-MiniLM-L6-v2-Q8_0.gguf"));
        var file = hub.Add("maker/model-GGUF", "Model-Q4_K_M.gguf", embedder);
        Configure(hub);

        var (exit, lines) = await AssistantProcess.RunJsonAsync(folder.Path, "models", "pull", Model, "--config", "settings.json");

        Assert.Equal(0, exit);
        var progress = lines[..^1].Select(line => line.GetProperty("progress")).ToArray();
        Assert.Contains(progress, step => step.GetProperty("state").GetString() == "fetching" && step.GetProperty("total").GetInt64() == embedder.Length);
        Assert.Equal("placed", progress[^1].GetProperty("state").GetString());
        var pulled = lines[^1].GetProperty("model");
        Assert.Equal("Model-Q4_K_M", pulled.GetProperty("name").GetString());
        Assert.Equal("embedder", pulled.GetProperty("kind").GetString());
        Assert.Equal(file.Sha256, pulled.GetProperty("sha256")[0].GetString());
        Assert.Equal(embedder, await File.ReadAllBytesAsync(Target));

        (_, lines) = await AssistantProcess.RunJsonAsync(folder.Path, "models", "list", "--config", "settings.json");
        var listed = lines[0].GetProperty("models").EnumerateArray().Single(model => model.GetProperty("name").GetString() == "Model-Q4_K_M");
        Assert.Equal("maker/model-GGUF", listed.GetProperty("source").GetString());
        Assert.Equal("Q8_0", listed.GetProperty("quantisation").GetString());
        Assert.Equal(embedder.Length, listed.GetProperty("memory").GetProperty("total_bytes").GetInt64());
        Assert.True(listed.GetProperty("memory").GetProperty("fits").GetBoolean());
        var known = lines[0].GetProperty("catalogue").EnumerateArray().Single(model => model.GetProperty("name").GetString() == "llama-3.1-8b");
        Assert.Equal("Llama 3.1 Community License", known.GetProperty("licence").GetString());
        Assert.False(known.GetProperty("installed").GetBoolean());

        (exit, lines) = await AssistantProcess.RunJsonAsync(folder.Path, "models", "info", "Model-Q4_K_M", "--config", "settings.json");
        Assert.Equal(0, exit);
        Assert.Equal("mean", lines[0].GetProperty("model").GetProperty("embedder").GetProperty("pooling").GetString());

        (exit, lines) = await AssistantProcess.RunJsonAsync(folder.Path, "models", "remove", "model-q4_k_m", "--config", "settings.json");
        Assert.Equal(0, exit);
        Assert.Equal(embedder.Length, lines[0].GetProperty("bytes").GetInt64());
        Assert.False(File.Exists(Target));

        (exit, lines) = await AssistantProcess.RunJsonAsync(folder.Path, "models", "remove", "Model-Q4_K_M", "--config", "settings.json");
        Assert.Equal((2, "unknown_model"), (exit, lines[0].GetProperty("error").GetProperty("code").GetString()));
    }

    [Fact]
    public async Task Ctrl_C_keeps_what_came_and_the_same_command_goes_on()
    {
        await using var hub = await HubServer.StartAsync();
        var file = hub.Add("maker/model-GGUF", "Model-Q4_K_M.gguf", Enumerable.Range(0, 3_000_000).Select(number => (byte)(number * 31 >> 3)).ToArray());
        using SemaphoreSlim gate = new(0);
        (file.Gate, file.GateAfter) = (gate, 1_000_000);
        Configure(hub);

        await using (var pulling = AssistantProcess.Start(folder.Path, "models", "pull", Model, "--config", "settings.json", "--json"))
        {
            await pulling.SpokeAsync();
            await StartedAsync();
            await pulling.SignalAsync("INT");
            var (stopped, text, _) = await pulling.EndAsync();
            Assert.Equal(130, stopped);
            Assert.Contains("\"cancelled\"", text, StringComparison.Ordinal);
        }

        var kept = new FileInfo(Part).Length;
        Assert.InRange(kept, 1, 2_999_999);
        file.Gate = null;
        var (exit, _, error) = await AssistantProcess.RunAsync(folder.Path, "models", "pull", Model, "--config", "settings.json");

        Assert.Equal(0, exit);
        Assert.Contains("checking Model-Q4_K_M.gguf", error, StringComparison.Ordinal);
        Assert.Contains(hub.Requests, request => request.Range == $"bytes={kept}-");
        Assert.Equal(file.Content, await File.ReadAllBytesAsync(Target));
    }

    [Fact]
    public async Task A_wrong_hash_ends_with_one_and_says_so()
    {
        await using var hub = await HubServer.StartAsync();
        hub.Add("maker/model-GGUF", "Model-Q4_K_M.gguf", new byte[100_000]).Sha256 = new string('b', 64);
        Configure(hub);

        var (exit, _, error) = await AssistantProcess.RunAsync(folder.Path, "models", "pull", Model, "--config", "settings.json");

        Assert.Equal(1, exit);
        Assert.Contains(new string('b', 64), error, StringComparison.Ordinal);
        Assert.False(File.Exists(Target));
    }

    [Fact]
    public async Task A_file_of_this_machine_is_taken_and_one_that_is_no_model_is_not()
    {
        folder.Write("broken.gguf", "no model");
        var (exit, lines) = await AssistantProcess.RunJsonAsync(folder.Path, "models", "pull", "./broken.gguf");
        Assert.Equal((2, "unreadable_model"), (exit, lines[0].GetProperty("error").GetProperty("code").GetString()));

        var source = Repository.PathOf("src", "Assistant.Inference", "Models", "all-MiniLM-L6-v2-Q8_0.gguf");
        (exit, lines) = await AssistantProcess.RunJsonAsync(folder.Path, "models", "pull", source);

        Assert.Equal(0, exit);
        Assert.Equal(new FileInfo(source).Length, new FileInfo(lines[^1].GetProperty("model").GetProperty("path").GetString()!).Length);
    }

    [Fact]
    public async Task A_model_outside_the_models_folder_is_not_removed()
    {
        var (exit, lines) = await AssistantProcess.RunJsonAsync(folder.Path, "models", "remove", "all-MiniLM-L6-v2-Q8_0");

        Assert.Equal((2, "not_in_models_folder"), (exit, lines[0].GetProperty("error").GetProperty("code").GetString()));
    }

    [Theory, InlineData("models"), InlineData("models/")]
    public async Task A_model_in_parts_is_removed_by_the_name_of_any_of_them(string place)
    {
        var embedder = Repository.PathOf("src", "Assistant.Inference", "Models", "all-MiniLM-L6-v2-Q8_0.gguf");
        Directory.CreateDirectory(folder.File("models"));
        File.Copy(embedder, folder.File("models", "big-00001-of-00002.gguf"));
        folder.Write("models/big-00002-of-00002.gguf", "more");
        folder.Write("settings.json", JsonSerializer.Serialize(new { Assistant = new { Models = new { Folder = Path.Combine(folder.Path, place) } } }));

        if (OperatingSystem.IsLinux())
        {
            using var mapped = MemoryMappedFile.CreateFromFile(folder.File("models", "big-00001-of-00002.gguf"), FileMode.Open);
            using var view = mapped.CreateViewAccessor();
            var (refused, error) = await AssistantProcess.RunJsonAsync(folder.Path, "models", "remove", "big-00002-of-00002", "--config", "settings.json");
            Assert.Equal((2, "model_in_use"), (refused, error[0].GetProperty("error").GetProperty("code").GetString()));
        }

        var (exit, lines) = await AssistantProcess.RunJsonAsync(folder.Path, "models", "remove", "big-00002-of-00002", "--config", "settings.json");

        Assert.Equal((0, 2), (exit, lines[0].GetProperty("removed").GetArrayLength()));
        Assert.Empty(Directory.EnumerateFiles(folder.File("models")));
    }

    [Fact]
    public void A_model_behind_a_link_is_in_use_when_the_file_itself_is()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux tells which files a process has mapped.");
        folder.Write("real/m.gguf", "weights");
        Directory.CreateSymbolicLink(folder.File("models"), folder.File("real"));
        using var mapped = MemoryMappedFile.CreateFromFile(folder.File("real", "m.gguf"), FileMode.Open);
        using var view = mapped.CreateViewAccessor();

        var users = ModelUsers.Of(new() { Name = "m", Path = folder.File("models", "m.gguf"), Bytes = 7, Kind = ModelKind.Chat }, folder.Path);

        Assert.Contains(users, user => user.StartsWith($"Process {Environment.ProcessId} ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("misuse", "models", "pull")]
    [InlineData("misuse", "models", "pull", "x", "--sha256", "short")]
    [InlineData("unknown_model", "models", "pull", "no-such-model")]
    [InlineData("bad_model_name", "models", "pull", "maker/model:../../x.gguf")]
    [InlineData("unknown_model", "models", "info", "llama-3.1-8b")]
    public async Task Misuse_ends_with_two(string code, params string[] arguments)
    {
        var (exit, lines) = await AssistantProcess.RunJsonAsync(folder.Path, arguments);

        Assert.Equal((2, code), (exit, lines[0].GetProperty("error").GetProperty("code").GetString()));
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Fact]
    public async Task A_mirror_over_plain_http_on_another_machine_is_a_bad_setting()
    {
        folder.Write("settings.json", """{ "Assistant": { "Models": { "Downloads": { "Hub": "http://mirror.example.org" } } } }""");

        var (exit, lines) = await AssistantProcess.RunJsonAsync(folder.Path, "models", "pull", "bge-m3", "--config", "settings.json");

        Assert.Equal((2, "bad_configuration"), (exit, lines[0].GetProperty("error").GetProperty("code").GetString()));
    }

    private void Configure(HubServer hub) =>
        folder.Write("settings.json", JsonSerializer.Serialize(new { Assistant = new { Models = new { Downloads = new { Hub = hub.Address.AbsoluteUri } } } }));

    // The first line is written before the first byte.
    private async Task StartedAsync()
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(30));
        while (new FileInfo(Part) is not { Exists: true, Length: > 0 })
        {
            await Task.Delay(20, patience.Token);
        }
    }
}

using System.Text.Json;
using Assistant.Inference.Catalogue;

namespace Assistant.Server.Tests;

/// <summary><c>models render</c> and <c>models parse</c>, as scripts call them.</summary>
public sealed class ModelsTextTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_conversation_is_rendered_with_its_tokens_and_a_refused_one_with_its_reason()
    {
        var model = Repository.SharedOrSkip("models", "vocab-mistral-v3-spm.gguf");
        await WriteAsync("talk.jsonl", """
            {"messages":[{"role":"user","content":"Hello [INST]"}]}
            {"messages":[{"role":"assistant","content":"Hi"}]}
            {"messages":[{"role":"user","content":"\ud800"}]}
            {"messages":[{"role":"user","content":"Hello"}]}
            """);

        var (exit, lines) = await AssistantProcess.RunJsonAsync(folder.Path, "models", "render", "--model", model, "talk.jsonl");

        Assert.Equal(1, exit);
        Assert.Equal(4, lines.Length);
        Assert.Equal("mistral-v3", lines[0].GetProperty("format").GetString());
        Assert.Equal("<s>[INST]Hello [INST][/INST]", lines[0].GetProperty("text").GetString());
        Assert.Equal(JsonValueKind.Null, lines[0].GetProperty("error").ValueKind);
        var tokens = lines[0].GetProperty("tokens").EnumerateArray().Select(token => token.GetInt32()).ToList();
        Assert.Equal([1, 3, 4], lines[0].GetProperty("control").EnumerateArray().Select(position => tokens[position.GetInt32()]));
        Assert.Equal(JsonValueKind.Null, lines[1].GetProperty("text").ValueKind);
        Assert.Contains("must end with", lines[1].GetProperty("error").GetString(), StringComparison.Ordinal);
        Assert.Contains("surrogate", lines[2].GetProperty("error").GetString(), StringComparison.Ordinal);
        Assert.Equal("<s>[INST]Hello[/INST]", lines[3].GetProperty("text").GetString());
    }

    [Fact]
    public async Task A_model_of_the_catalogue_whose_file_is_here_can_be_named_by_its_short_name()
    {
        var vocabulary = Repository.SharedOrSkip("models", "vocab-mistral-v3-spm.gguf");
        Directory.CreateDirectory(folder.File("data", "models"));
        File.Copy(vocabulary, folder.File("data", "models", Path.GetFileName(ModelCatalogue.Find("mistral-7b")!.Files[0].Path)));
        await WriteAsync("talk.json", """{"messages":[{"role":"user","content":"Hi"}]}""");

        var (exit, lines) = await AssistantProcess.RunJsonAsync(folder.Path, "models", "render", "--model", "mistral-7b", "talk.json");

        Assert.Equal((0, "mistral-v3"), (exit, Assert.Single(lines).GetProperty("format").GetString()));
    }

    [Fact]
    public async Task A_format_can_be_named_and_tools_are_shown_in_its_form()
    {
        var model = Repository.SharedOrSkip("models", "vocab-mistral-v3-spm.gguf");
        await WriteAsync("talk.json", """
            {"messages":[{"role":"user","content":"Hi"}],"tools":[{"type":"function","function":{"name":"f","parameters":{"type":"object","properties":{}}}}]}
            """);

        var (exit, lines) = await AssistantProcess.RunJsonAsync(folder.Path, "models", "render", "--model", model, "--format", "mistral-v2", "talk.json");

        Assert.Equal(0, exit);
        Assert.StartsWith("<s>[AVAILABLE_TOOLS][{\"type\": \"function\"", Assert.Single(lines).GetProperty("text").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Raw_output_is_told_apart_into_words_calls_and_what_is_none()
    {
        await WriteAsync("raw.jsonl", """
            {"raw":"It is sunny.<|im_end|>","tools":["f"],"finish":"stop"}
            {"pieces":["<tool_call>{\"name\": \"f\", \"arguments\": {\"n\": 12345678901234567890123}}</tool_call>",{"c":"<|im_end|>"}],"tools":["f"]}
            {"raw":"<tool_call>{\"name\": \"f\", \"argu","tools":["f"],"finish":"length"}
            """);

        var (exit, lines) = await AssistantProcess.RunJsonAsync(folder.Path, "models", "parse", "--format", "hermes", "raw.jsonl");

        Assert.Equal(0, exit);
        Assert.Equal(
            [
                """{"outcome":"text","content":"It is sunny.","tool_calls":[],"error":null}""",
                """{"outcome":"calls","content":"","tool_calls":[{"name":"f","arguments":{"n":12345678901234567890123}}],"error":null}""",
                """{"outcome":"error","content":"","tool_calls":[],"error":"cut"}""",
            ],
            lines.Select(line => JsonSerializer.Serialize(line)));
    }

    [Theory]
    [InlineData("missing_path", "models", "parse", "--format", "hermes", "nowhere.json")]
    [InlineData("unknown_format", "models", "parse", "--format", "vicuna", "good.json")]
    [InlineData("bad_input", "models", "parse", "--format", "hermes", "bad.json")]
    [InlineData("bad_input", "models", "parse", "--format", "hermes", "empty.json")]
    [InlineData("unknown_model", "models", "render", "--model", "nowhere.gguf", "good.json")]
    [InlineData("misuse", "models", "render", "good.json")]
    public async Task Misuse_ends_with_two_and_a_code(string code, params string[] arguments)
    {
        await WriteAsync("good.json", """{"raw":"x"}""");
        await WriteAsync("bad.json", "{");
        await WriteAsync("empty.json", "{}");

        var (exit, lines) = await AssistantProcess.RunJsonAsync(folder.Path, arguments);

        Assert.Equal(2, exit);
        Assert.Equal(code, Assert.Single(lines).GetProperty("error").GetProperty("code").GetString());
    }

    private Task WriteAsync(string name, string text) => File.WriteAllTextAsync(Path.Combine(folder.Path, name), text, TestContext.Current.CancellationToken);
}

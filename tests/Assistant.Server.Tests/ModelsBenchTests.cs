namespace Assistant.Server.Tests;

public sealed class ModelsBenchTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Reading_and_writing_are_measured_in_as_many_rounds_as_asked_for()
    {
        var model = Repository.SharedOrSkip("models", "SmolLM2-135M-Instruct.Q4_1.gguf");
        folder.Write("settings.json", System.Text.Json.JsonSerializer.Serialize(new { Assistant = new { Models = new { Chat = model, ContextTokens = 512 } } }));

        var (exit, lines) = await AssistantProcess.RunJsonAsync(
            folder.Path, "models", "bench", "--rounds", "2", "--prompt-tokens", "32", "--output-tokens", "8", "--config", "settings.json");

        Assert.SkipWhen(exit == 1 && lines[0].GetProperty("error").GetProperty("code").GetString() == "model_failed", "Native libraries are not here.");
        Assert.Equal(0, exit);
        var report = lines[0];
        Assert.Equal("SmolLM2-135M-Instruct.Q4_1", report.GetProperty("model").GetString());
        Assert.Equal(2, report.GetProperty("rounds").GetArrayLength());
        Assert.True(report.GetProperty("prompt_tokens_per_second").GetDouble() > 0);
        Assert.True(report.GetProperty("first_token_ms").GetDouble() > 0);
        Assert.All(report.GetProperty("rounds").EnumerateArray(), round => Assert.InRange(round.GetProperty("output_tokens").GetInt32(), 1, 8));
    }

    [Theory]
    [InlineData("unknown_model", "models", "bench")]
    [InlineData("unknown_model", "models", "bench", "no-such-model")]
    [InlineData("misuse", "models", "bench", "--rounds", "0")]
    public async Task Misuse_ends_with_two(string code, params string[] arguments)
    {
        var (exit, lines) = await AssistantProcess.RunJsonAsync(folder.Path, arguments);

        Assert.Equal((2, code), (exit, lines[0].GetProperty("error").GetProperty("code").GetString()));
    }
}

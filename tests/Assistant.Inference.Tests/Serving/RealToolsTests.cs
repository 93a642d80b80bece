using System.ClientModel;
using System.Text.Json;
using Assistant.Inference.Tests.Fixtures;
using OpenAI;
using OpenAI.Chat;

namespace Assistant.Inference.Tests.Serving;

/// <summary>What is promised of tools and schemas holds over the port, whatever the weights: these are random.</summary>
public sealed class RealToolsTests : IDisposable
{
    private readonly TempFolder folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_required_call_is_one_of_the_tool_that_fits_its_schema(bool streams)
    {
        using var model = Local.Chat(TinyGguf.Writer().WriteTo(folder.File("tiny.gguf")));
        await using var face = await ServedFace.StartAsync(ServedFace.Chat(model, "tiny"));
        var tool = ChatTool.CreateFunctionTool("days", "Days of leave.", BinaryData.FromString(
            """{"type":"object","properties":{"kind":{"enum":["paid","unpaid"]}},"required":["kind"],"additionalProperties":false}"""));
        ChatCompletionOptions options = new() { Tools = { tool }, ToolChoice = ChatToolChoice.CreateRequiredChoice(), AllowParallelToolCalls = false, MaxOutputTokenCount = 200 };
        var client = Client(face);
        string name = "", arguments = "", words = "";
        ChatFinishReason? finish = null;

        if (streams)
        {
            await foreach (var update in client.CompleteChatStreamingAsync([new UserChatMessage("How many?")], options, Cancellation))
            {
                name += string.Concat(update.ToolCallUpdates.Select(call => call.FunctionName));
                arguments += string.Concat(update.ToolCallUpdates.Select(call => call.FunctionArgumentsUpdate.ToString()));
                words += string.Concat(update.ContentUpdate.Select(part => part.Text));
                finish ??= update.FinishReason;
            }
        }
        else
        {
            var answer = (await client.CompleteChatAsync([new UserChatMessage("How many?")], options, Cancellation)).Value;
            name = Assert.Single(answer.ToolCalls).FunctionName;
            arguments = answer.ToolCalls[0].FunctionArguments.ToString();
            words = string.Concat(answer.Content.Select(part => part.Text));
            finish = answer.FinishReason;
        }

        Assert.Equal(("days", "", ChatFinishReason.ToolCalls), (name, words, finish));
        Assert.Contains(JsonElement.Parse(arguments).GetProperty("kind").GetString(), (string[])["paid", "unpaid"]);
    }

    [Fact]
    public async Task An_answer_with_a_schema_fits_it()
    {
        using var model = Local.Chat(TinyGguf.Writer().WriteTo(folder.File("tiny.gguf")));
        await using var face = await ServedFace.StartAsync(ServedFace.Chat(model, "tiny"));
        ChatCompletionOptions options = new()
        {
            ResponseFormat = ChatResponseFormat.CreateJsonSchemaFormat("leave", BinaryData.FromString(
                """{"type":"object","properties":{"days":{"type":"integer","minimum":0,"maximum":99},"paid":{"type":"boolean"}},"required":["days","paid"],"additionalProperties":false}""")),
            MaxOutputTokenCount = 200,
        };

        var answer = (await Client(face).CompleteChatAsync([new UserChatMessage("As JSON.")], options, Cancellation)).Value;

        var read = JsonElement.Parse(answer.Content[0].Text);
        Assert.InRange(read.GetProperty("days").GetInt32(), 0, 99);
        Assert.Contains(read.GetProperty("paid").ValueKind, (JsonValueKind[])[JsonValueKind.True, JsonValueKind.False]);
    }

    [Theory]
    [InlineData("""{"type":"object","properties":{"a":{"$ref":"#/nowhere"}}}""")]
    [InlineData("""{"type":"array","minItems":1000000000,"items":{"type":"string"}}""")]
    [InlineData("""{"type":"string","pattern":"(a{1000}){1000}"}""")]
    public async Task A_hostile_schema_is_refused_and_harms_nobody(string schema)
    {
        using var model = Local.Chat(TinyGguf.Writer().WriteTo(folder.File("tiny.gguf")));
        await using var face = await ServedFace.StartAsync(ServedFace.Chat(model, "tiny"));

        using var refused = await face.PostAsync(
            "/v1/chat/completions",
            """{"max_tokens":16,"messages":[{"role":"user","content":"Hi"}],"response_format":{"type":"json_schema","json_schema":{"name":"x","schema":""" + schema + "}}}");

        Assert.Equal(400, (int)refused.StatusCode);
        using var next = await face.PostAsync("/v1/chat/completions", """{"max_tokens":4,"messages":[{"role":"user","content":"Hi"}]}""");
        Assert.Equal(200, (int)next.StatusCode);
    }

    private static ChatClient Client(ServedFace face) =>
        new OpenAIClient(new ApiKeyCredential(ServedFace.Key), new() { Endpoint = new(face.Root, "v1") }).GetChatClient("tiny");
}

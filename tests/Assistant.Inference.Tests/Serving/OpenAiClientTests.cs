using System.ClientModel;
using System.ClientModel.Primitives;
using System.Text.Json;
using Assistant.Inference.Scheduling;
using Assistant.Inference.Tests.Fixtures;
using Microsoft.Extensions.AI;
using OpenAI;
using OpenAI.Chat;

namespace Assistant.Inference.Tests.Serving;

/// <summary>What the makers' own client of OpenAI sees over a real port.</summary>
public sealed class OpenAiClientTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_conversation_is_answered_with_its_tokens()
    {
        var model = ScriptedChatModel.Saying("Twenty", "-seven", " days.");
        await using var face = await ServedFace.StartAsync(ServedFace.Chat(model));

        var answer = (await Client(face).GetChatClient("scripted").CompleteChatAsync(
            [new SystemChatMessage("Be brief."), new UserChatMessage("How many?")],
            new() { Temperature = 0.5f, TopP = 0.25f, MaxOutputTokenCount = 9, FrequencyPenalty = 0.125f, PresencePenalty = 0.75f, StopSequences = { "END" } },
            Cancellation)).Value;

        Assert.Equal("Twenty-seven days.", answer.Content[0].Text);
        Assert.Equal(OpenAI.Chat.ChatFinishReason.Stop, answer.FinishReason);
        Assert.Equal("scripted", answer.Model);
        Assert.Equal((12, 3, 15, 8), (answer.Usage.InputTokenCount, answer.Usage.OutputTokenCount, answer.Usage.TotalTokenCount, answer.Usage.InputTokenDetails.CachedTokenCount));
        Assert.Equal([("system", "Be brief."), ("user", "How many?")], model.Messages.Select(message => (message.Role.Value, message.Text)));
        var options = model.Options!;
        Assert.Equal((0.5f, 0.25f, 9, 0.125f, 0.75f), (options.Temperature, options.TopP, options.MaxOutputTokens, options.FrequencyPenalty, options.PresencePenalty));
        Assert.Equal(["END"], options.StopSequences!);
    }

    [Fact]
    public async Task A_stream_brings_the_pieces_in_order_and_then_the_tokens()
    {
        await using var face = await ServedFace.StartAsync(ServedFace.Chat(ScriptedChatModel.Saying("one ", "two ", "three")));
        List<string> pieces = [];
        ChatTokenUsage? usage = null;
        OpenAI.Chat.ChatFinishReason? finish = null;

        await foreach (var update in Client(face).GetChatClient("scripted").CompleteChatStreamingAsync([new UserChatMessage("Count.")], cancellationToken: Cancellation))
        {
            pieces.AddRange(update.ContentUpdate.Select(part => part.Text));
            usage ??= update.Usage;
            finish ??= update.FinishReason;
        }

        Assert.Equal(["one ", "two ", "three"], pieces);
        Assert.Equal((OpenAI.Chat.ChatFinishReason.Stop, 12, 3), (finish, usage!.InputTokenCount, usage.OutputTokenCount));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Tools_are_offered_and_their_calls_come_back(bool streams)
    {
        ScriptedChatModel model = new(
            new ChatResponseUpdate(ChatRole.Assistant, [new FunctionCallContent("call_1", "days", new Dictionary<string, object?> { ["year"] = 2026 })]),
            new ChatResponseUpdate(ChatRole.Assistant, [new FunctionCallContent("call_2", "days", new Dictionary<string, object?> { ["year"] = 2027 })]),
            new ChatResponseUpdate(ChatRole.Assistant, []) { FinishReason = Microsoft.Extensions.AI.ChatFinishReason.ToolCalls });
        await using var face = await ServedFace.StartAsync(ServedFace.Chat(model));
        var tool = ChatTool.CreateFunctionTool("days", "Days of leave.", BinaryData.FromString("""{"type":"object","properties":{"year":{"type":"integer"}}}"""));
        ChatCompletionOptions options = new() { Tools = { tool }, ToolChoice = ChatToolChoice.CreateFunctionChoice("days"), AllowParallelToolCalls = true };
        List<OpenAI.Chat.ChatMessage> messages =
        [
            new UserChatMessage("And next year?"),
            new AssistantChatMessage([ChatToolCall.CreateFunctionToolCall("call_0", "days", BinaryData.FromString("""{"year":2025}"""))]),
            new ToolChatMessage("call_0", "26"),
        ];
        List<(string Id, string Name, string Arguments)> calls = [];
        OpenAI.Chat.ChatFinishReason? finish = null;

        if (streams)
        {
            await foreach (var update in Client(face).GetChatClient("scripted").CompleteChatStreamingAsync(messages, options, Cancellation))
            {
                calls.AddRange(update.ToolCallUpdates.Select(call => (call.ToolCallId, call.FunctionName, call.FunctionArgumentsUpdate.ToString())));
                finish ??= update.FinishReason;
            }
        }
        else
        {
            var answer = (await Client(face).GetChatClient("scripted").CompleteChatAsync(messages, options, Cancellation)).Value;
            calls.AddRange(answer.ToolCalls.Select(call => (call.Id, call.FunctionName, call.FunctionArguments.ToString())));
            finish = answer.FinishReason;
        }

        Assert.Equal([("call_1", "days", """{"year":2026}"""), ("call_2", "days", """{"year":2027}""")], calls);
        Assert.Equal(OpenAI.Chat.ChatFinishReason.ToolCalls, finish);
        var offered = Assert.IsAssignableFrom<AIFunctionDeclaration>(Assert.Single(model.Options!.Tools!));
        Assert.Equal(("days", "Days of leave.", "integer"), (offered.Name, offered.Description, offered.JsonSchema.GetProperty("properties").GetProperty("year").GetProperty("type").GetString()));
        Assert.Equal(ChatToolMode.RequireSpecific("days"), model.Options.ToolMode);
        Assert.True(model.Options.AllowMultipleToolCalls);
        var call = Assert.Single(model.Messages[1].Contents.OfType<FunctionCallContent>());
        Assert.Equal(("call_0", 2025), (call.CallId, ((JsonElement)call.Arguments!["year"]!).GetInt32()));
        Assert.Equal("26", Assert.Single(model.Messages[2].Contents.OfType<FunctionResultContent>()).Result);
    }

    [Fact]
    public async Task A_schema_for_the_answer_arrives_as_it_was_sent()
    {
        var model = ScriptedChatModel.Saying("{}");
        await using var face = await ServedFace.StartAsync(ServedFace.Chat(model));
        ChatCompletionOptions options = new()
        {
            ResponseFormat = OpenAI.Chat.ChatResponseFormat.CreateJsonSchemaFormat("leave", BinaryData.FromString("""{"type":"object","required":["days"]}"""), "Leave.", jsonSchemaIsStrict: true),
        };

        await Client(face).GetChatClient("scripted").CompleteChatAsync([new UserChatMessage("As JSON.")], options, Cancellation);

        var format = Assert.IsType<ChatResponseFormatJson>(model.Options!.ResponseFormat);
        Assert.Equal(("leave", "Leave.", "days"), (format.SchemaName, format.SchemaDescription, format.Schema!.Value.GetProperty("required")[0].GetString()));
    }

    [Fact]
    public async Task Vectors_are_the_same_bit_for_bit()
    {
        await using var embedder = Local.Embedder();
        await using var face = await ServedFace.StartAsync(ServedFace.Embedder(embedder, embedder.Model));
        string[] texts = ["Every employee gets 27 days of paid leave.", "The canteen opens at noon.", ""];
        var expected = await embedder.GenerateAsync(texts, cancellationToken: Cancellation);

        var made = (await Client(face).GetEmbeddingClient(embedder.Model).GenerateEmbeddingsAsync(texts, cancellationToken: Cancellation)).Value;

        Assert.Equal(expected.Select(vector => Convert.ToHexString(System.Runtime.InteropServices.MemoryMarshal.AsBytes(vector.Vector.Span))),
            made.Select(vector => Convert.ToHexString(System.Runtime.InteropServices.MemoryMarshal.AsBytes(vector.ToFloats().Span))));
        Assert.Equal(expected.Usage!.InputTokenCount, made.Usage.InputTokenCount);
    }

    [Fact]
    public async Task The_models_are_listed()
    {
        await using var face = await ServedFace.StartAsync(ServedFace.Chat(ScriptedChatModel.Saying("x")), ServedFace.Chat(ScriptedChatModel.Saying("y"), "other", isDefault: false));

        var models = (await Client(face).GetOpenAIModelClient().GetModelsAsync(Cancellation)).Value;

        Assert.Equal(["other", "scripted"], models.Select(model => model.Id).Order());
    }

    [Fact]
    public async Task Errors_have_their_status_and_words()
    {
        ScriptedChatModel busy = new() { Breaks = (0, new EngineBusyException("Too much to do.", TimeSpan.FromSeconds(7))) };
        await using var face = await ServedFace.StartAsync(ServedFace.Chat(busy));

        var unknown = await Assert.ThrowsAsync<ClientResultException>(() => Client(face).GetChatClient("gpt-9").CompleteChatAsync([new UserChatMessage("Hi")], cancellationToken: Cancellation));
        var refused = await Assert.ThrowsAsync<ClientResultException>(() => Client(face, "wrong").GetChatClient("scripted").CompleteChatAsync([new UserChatMessage("Hi")], cancellationToken: Cancellation));
        var full = await Assert.ThrowsAsync<ClientResultException>(() => Client(face).GetChatClient("scripted").CompleteChatAsync([new UserChatMessage("Hi")], cancellationToken: Cancellation));

        Assert.Equal(404, unknown.Status);
        Assert.Contains("gpt-9", unknown.Message, StringComparison.Ordinal);
        Assert.Equal(401, refused.Status);
        Assert.Equal(429, full.Status);
        Assert.True(full.GetRawResponse()!.Headers.TryGetValue("Retry-After", out var wait));
        Assert.Equal("7", wait);
    }

    private static OpenAIClient Client(ServedFace face, string key = ServedFace.Key) =>
        new(new ApiKeyCredential(key), new() { Endpoint = new(face.Root, "v1"), RetryPolicy = new ClientRetryPolicy(0) });
}

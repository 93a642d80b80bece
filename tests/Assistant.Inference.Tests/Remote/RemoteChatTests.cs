using System.Text.Json;
using Assistant.Inference.Chat;
using Assistant.Inference.Remote;
using Assistant.Inference.Scheduling;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.AI;

namespace Assistant.Inference.Tests.Remote;

public sealed class RemoteChatTests
{
    private const string Done = "[DONE]";
    private const string Stop = """{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""";

    private static readonly AITool Days = AIFunctionFactory.CreateDeclaration("days", "Days of leave.", JsonElement.Parse("""{"type":"object","properties":{"year":{"type":"integer"}}}"""));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_request_says_all_that_was_asked_for()
    {
        await using var server = await ScriptedServer.StartAsync(ScriptedServer.Events(ScriptedServer.Piece("ok"), Stop, Done));
        using var models = Far.Models(server.Url);
        ChatOptions options = new()
        {
            Instructions = "Be brief.",
            Temperature = 0.5f,
            TopK = 7,
            Seed = 3,
            MaxOutputTokens = 11,
            StopSequences = ["END"],
            Tools = [Days],
            ToolMode = ChatToolMode.RequireAny,
            ResponseFormat = Microsoft.Extensions.AI.ChatResponseFormat.Json,
            AdditionalProperties = new() { ["min_p"] = 0.25f },
        };
        List<ChatMessage> messages =
        [
            new(ChatRole.User, "How many?"),
            new(ChatRole.Assistant, [new FunctionCallContent("c1", "days", new Dictionary<string, object?> { ["year"] = 2026 })]),
            new(ChatRole.Tool, [new FunctionResultContent("c1", 27)]),
        ];

        await models.Chat!.GetResponseAsync(messages, options, Cancellation);

        var (path, key, body) = Assert.Single(server.Requests);
        Assert.Equal(("/v1/chat/completions", "Bearer secret of chat"), (path, key));
        Assert.Equal(
            """[{"role":"system","content":"Be brief."},{"role":"user","content":"How many?"},{"role":"assistant","content":"","tool_calls":[{"id":"c1","type":"function","function":{"name":"days","arguments":"{\u0022year\u0022:2026}"}}]},{"role":"tool","content":"27","tool_call_id":"c1"}]""",
            body.GetProperty("messages").GetRawText());
        Assert.Equal("required", body.GetProperty("tool_choice").GetString());
        Assert.Equal("json_object", body.GetProperty("response_format").GetProperty("type").GetString());
        Assert.Equal((0.5, 7, 3, 11, 0.25), (body.GetProperty("temperature").GetDouble(), body.GetProperty("top_k").GetInt32(), body.GetProperty("seed").GetInt32(), body.GetProperty("max_tokens").GetInt32(), body.GetProperty("min_p").GetDouble()));
        Assert.Equal("END", body.GetProperty("stop")[0].GetString());
        Assert.Equal("days", body.GetProperty("tools")[0].GetProperty("function").GetProperty("name").GetString());
    }

    [Fact]
    public async Task An_answer_has_its_tokens_and_its_ending()
    {
        const string Usage = """{"choices":[],"usage":{"prompt_tokens":20,"completion_tokens":2,"total_tokens":22,"prompt_tokens_details":{"cached_tokens":16}}}""";
        await using var server = await ScriptedServer.StartAsync(ScriptedServer.Events(ScriptedServer.Piece("one "), ScriptedServer.Piece("two"), """{"choices":[{"index":0,"delta":{},"finish_reason":"length"}]}""", Usage, Done));
        using var models = Far.Models(server.Url);

        var answer = await models.Chat!.GetResponseAsync("Count.", cancellationToken: Cancellation);

        Assert.Equal(("one two", ChatFinishReason.Length), (answer.Text, answer.FinishReason));
        Assert.Equal((20, 16, 2), (answer.Usage!.InputTokenCount, answer.Usage.CachedInputTokenCount, answer.Usage.OutputTokenCount));
    }

    [Fact]
    public async Task What_a_server_leaves_out_is_filled_in()
    {
        await using var server = await ScriptedServer.StartAsync(ScriptedServer.Events(ScriptedServer.Piece("twelve bytes"), Done));
        using var models = Far.Models(server.Url);

        var answer = await models.Chat!.GetResponseAsync("three", cancellationToken: Cancellation);

        Assert.Equal(("twelve bytes", ChatFinishReason.Stop), (answer.Text, answer.FinishReason));
        Assert.Equal((2, 4, 1), (answer.Usage!.InputTokenCount, answer.Usage.OutputTokenCount, answer.Usage.AdditionalCounts!["estimated"]));
    }

    [Fact]
    public async Task A_server_that_does_not_stream_is_understood()
    {
        await using var server = await ScriptedServer.StartAsync(ScriptedServer.Json(
            200, """{"id":"x","choices":[{"index":0,"message":{"role":"assistant","content":"whole","tool_calls":[{"id":"c","function":{"name":"days","arguments":"{\"year\":1}"}}]},"finish_reason":"tool_calls"}]}"""));
        using var models = Far.Models(server.Url);

        var answer = await models.Chat!.GetResponseAsync("x", new() { Tools = [Days] }, Cancellation);

        Assert.Equal(("whole", ChatFinishReason.ToolCalls), (answer.Text, answer.FinishReason));
        Assert.Equal("c", Assert.Single(answer.Messages.SelectMany(message => message.Contents).OfType<FunctionCallContent>()).CallId);
    }

    [Fact]
    public async Task Calls_are_put_together_from_their_pieces()
    {
        await using var server = await ScriptedServer.StartAsync(ScriptedServer.Events(
            """{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"c0","type":"function","function":{"name":"days","arguments":""}}]}}]}""",
            """{"choices":[{"index":0,"delta":{"tool_calls":[{"index":1,"id":"c1","function":{"name":"days","arguments":"{\"year\":"}}]}}]}""",
            """{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"{\"year\":5}"}},{"index":1,"function":{"arguments":"6}"}}]}}]}""",
            Stop,
            Done));
        using var models = Far.Models(server.Url);

        var answer = await models.Chat!.GetResponseAsync("x", new() { Tools = [Days] }, Cancellation);

        Assert.Equal([("c0", 5), ("c1", 6)], Calls(answer).Select(call => (call.CallId, ((JsonElement)call.Arguments!["year"]!).GetInt32())));
        Assert.Equal(ChatFinishReason.ToolCalls, answer.FinishReason);
    }

    [Theory]
    [InlineData("""{"name":"days","arguments":{"year":2026}}""")]
    [InlineData("""{"name": "days", "parameters": {"year": 2026}}""")]
    [InlineData("<tool_call>\n{\"name\":\"days\",\"arguments\":{\"year\":2026}}\n</tool_call>")]
    [InlineData("""[TOOL_CALLS] [{"name":"days","arguments":{"year":2026}}]""")]
    [InlineData("```json\n{\"name\":\"days\",\"arguments\":\"{\\\"year\\\":2026}\"}\n```")]
    [InlineData("""<|python_tag|>{"type":"function","function":{"name":"days","arguments":{"year":2026}}}""")]
    [InlineData("<function=days>{\"year\":2026}</function>")]
    public async Task A_call_that_arrives_as_text_is_a_call(string text)
    {
        await using var server = await ScriptedServer.StartAsync(ScriptedServer.Events([.. text.Chunk(5).Select(part => ScriptedServer.Piece(new(part))), Stop, Done]));
        using var models = Far.Models(server.Url);

        var answer = await models.Chat!.GetResponseAsync("x", new() { Tools = [Days] }, Cancellation);

        var call = Assert.Single(Calls(answer));
        Assert.Equal(("days", 2026, "", ChatFinishReason.ToolCalls), (call.Name, ((JsonElement)call.Arguments!["year"]!).GetInt32(), answer.Text, answer.FinishReason));
    }

    [Theory]
    [InlineData("""{"name":"other","arguments":{}}""")]
    [InlineData("{\"days\": 27}")]
    [InlineData("[1] says 27 days.")]
    [InlineData("```\nnot a call\n```")]
    [InlineData("{")]
    [InlineData("<tool_call>{\"name\":\"days\",\"arguments\":{}}</tool_call> and some words")]
    public async Task Text_that_is_no_call_of_an_offered_tool_stays_text(string text)
    {
        await using var server = await ScriptedServer.StartAsync(ScriptedServer.Events([.. text.Chunk(3).Select(part => ScriptedServer.Piece(new(part))), Stop, Done]));
        using var models = Far.Models(server.Url);

        var answer = await models.Chat!.GetResponseAsync("x", new() { Tools = [Days] }, Cancellation);

        Assert.Equal((text, ChatFinishReason.Stop), (answer.Text, answer.FinishReason));
        Assert.Empty(Calls(answer));
    }

    [Fact]
    public async Task Json_comes_out_of_its_fence()
    {
        await using var server = await ScriptedServer.StartAsync(ScriptedServer.Events(ScriptedServer.Piece("``"), ScriptedServer.Piece("`json\n{\"days\""), ScriptedServer.Piece(":27}\n```"), Stop, Done));
        using var models = Far.Models(server.Url);

        var answer = await models.Chat!.GetResponseAsync("x", new() { ResponseFormat = Microsoft.Extensions.AI.ChatResponseFormat.Json }, Cancellation);

        Assert.Equal("""{"days":27}""", answer.Text);
    }

    [Fact]
    public async Task A_fence_that_is_not_closed_stays()
    {
        const string Text = "```json\n{\"days\":";
        await using var server = await ScriptedServer.StartAsync(ScriptedServer.Events(ScriptedServer.Piece(Text), """{"choices":[{"index":0,"delta":{},"finish_reason":"length"}]}""", Done));
        using var models = Far.Models(server.Url);

        var answer = await models.Chat!.GetResponseAsync("x", new() { ResponseFormat = Microsoft.Extensions.AI.ChatResponseFormat.Json }, Cancellation);

        Assert.Equal(Text, answer.Text);
    }

    [Fact]
    public async Task A_busy_server_is_asked_again_after_the_time_that_it_names()
    {
        await using var server = await ScriptedServer.StartAsync(
            ScriptedServer.Json(503, """{"error":{"message":"Loading model"}}""", retryAfter: "0"),
            ScriptedServer.Json(429, "{}", retryAfter: "0"),
            ScriptedServer.Events(ScriptedServer.Piece("at last"), Stop, Done));
        using var models = Far.Models(server.Url);

        var answer = await models.Chat!.GetResponseAsync("x", cancellationToken: Cancellation);

        Assert.Equal(("at last", 3), (answer.Text, server.Requests.Count));
    }

    [Fact]
    public async Task A_server_that_wants_a_long_pause_is_left_alone_and_the_caller_told()
    {
        await using var server = await ScriptedServer.StartAsync(ScriptedServer.Json(429, """{"error":{"message":"Come back later."}}""", retryAfter: "3600"));
        using var models = Far.Models(server.Url);

        var busy = await Assert.ThrowsAsync<EngineBusyException>(() => models.Chat!.GetResponseAsync("x", cancellationToken: Cancellation));

        Assert.Equal((TimeSpan.FromHours(1), "Come back later.", 1), (busy.RetryAfter, busy.Message, server.Requests.Count));
    }

    [Theory]
    [InlineData(401, "Assistant:Models:Remote:ChatApiKey")]
    [InlineData(404, "Assistant:Models:Remote:ChatModel")]
    [InlineData(400, "too many messages")]
    [InlineData(500, "too many messages")]
    public async Task A_refusal_is_told_once_with_what_to_do(int status, string expected)
    {
        await using var server = await ScriptedServer.StartAsync(ScriptedServer.Json(status, """{"error":{"message":"too many messages"}}"""));
        using var models = Far.Models(server.Url);

        var refused = await Assert.ThrowsAsync<LocalModelException>(() => models.Chat!.GetResponseAsync("x", cancellationToken: Cancellation));

        Assert.Contains(expected, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret of chat", refused.ToString(), StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData("""{"error":"plain words"}""")]
    [InlineData("""{"message":"plain words"}""")]
    [InlineData("""{"detail":"plain words"}""")]
    [InlineData("""{"error":{"code":500,"message":"plain words","type":"server_error"}}""")]
    public async Task Errors_are_read_in_the_shapes_that_servers_have(string body)
    {
        await using var server = await ScriptedServer.StartAsync(ScriptedServer.Json(500, body));
        using var models = Far.Models(server.Url);

        var refused = await Assert.ThrowsAsync<LocalModelException>(() => models.Chat!.GetResponseAsync("x", cancellationToken: Cancellation));

        Assert.Equal("plain words", refused.Message);
    }

    [Fact]
    public async Task What_somebody_wrote_is_not_told_back_in_an_error()
    {
        const string Body = """{"detail":[{"type":"missing","loc":["body","messages",0,"role"],"msg":"Field required","input":{"content":"my secret"}}]}""";
        await using var server = await ScriptedServer.StartAsync(ScriptedServer.Json(422, Body));
        using var models = Far.Models(server.Url);

        var refused = await Assert.ThrowsAsync<LocalModelException>(() => models.Chat!.GetResponseAsync("x", cancellationToken: Cancellation));

        Assert.Equal("body.messages.0.role: Field required", refused.Message);
    }

    [Fact]
    public async Task The_words_of_an_error_are_few()
    {
        await using var server = await ScriptedServer.StartAsync(ScriptedServer.Json(400, $$$"""{"error":{"message":"{{{new string('x', 5000)}}}"}}"""));
        using var models = Far.Models(server.Url);

        var refused = await Assert.ThrowsAsync<LocalModelException>(() => models.Chat!.GetResponseAsync("x", cancellationToken: Cancellation));

        Assert.InRange(refused.Message.Length, 1, 600);
    }

    [Fact]
    public async Task A_server_that_falls_silent_in_an_error_is_given_up()
    {
        await using var server = await ScriptedServer.StartAsync(async http =>
        {
            http.Response.StatusCode = 500;
            await http.Response.WriteAsync("{", http.RequestAborted);
            await http.Response.Body.FlushAsync(http.RequestAborted);
            await ScriptedServer.Silence(http);
        });
        using var models = Far.Models(server.Url, options => options.TimeoutSeconds = 1);

        var refused = await Assert.ThrowsAsync<LocalModelException>(
            () => models.Chat!.GetResponseAsync("x", cancellationToken: Cancellation).WaitAsync(TimeSpan.FromSeconds(30), Cancellation));

        Assert.Contains("500", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_is_whole_when_the_server_says_so_though_it_keeps_the_connection()
    {
        await using var server = await ScriptedServer.StartAsync(async http =>
        {
            await ScriptedServer.Events(ScriptedServer.Piece("whole"), Stop, Done)(http);
            await ScriptedServer.Silence(http);
        });
        using var models = Far.Models(server.Url);

        var answer = await models.Chat!.GetResponseAsync("x", cancellationToken: Cancellation).WaitAsync(TimeSpan.FromSeconds(30), Cancellation);

        Assert.Equal("whole", answer.Text);
    }

    [Fact]
    public async Task Another_server_is_not_told_who_asks()
    {
        await using var server = await ScriptedServer.StartAsync(ScriptedServer.Events(ScriptedServer.Piece("ok"), Stop, Done));
        using var models = Far.Models(server.Url);

        await models.Chat!.GetResponseAsync("x", new() { AdditionalProperties = new() { ["caller"] = "ann" } }, Cancellation);

        Assert.False(Assert.Single(server.Requests).Body.TryGetProperty("user", out _));
    }

    [Theory]
    [InlineData("http://far.example/v1?key=secret")]
    [InlineData("http://ann:secret@far.example/v1")]
    [InlineData("far.example")]
    public void An_address_with_more_than_host_and_path_is_refused(string url)
    {
        RemoteModelsOptions options = new() { ChatUrl = url, ChatModel = "far" };

        var fault = Assert.Single(options.Validate(new(options)));

        Assert.Contains("Assistant:Models:Remote:ChatUrl", fault.ErrorMessage, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", fault.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_prompt_that_is_too_long_is_told_with_both_lengths()
    {
        await using var server = await ScriptedServer.StartAsync(ScriptedServer.Json(400, """{"error":{"code":400,"message":"exceeds","type":"exceed_context_size_error","n_prompt_tokens":9000,"n_ctx":4096}}"""));
        using var models = Far.Models(server.Url);

        var tooLong = await Assert.ThrowsAsync<PromptTooLongException>(() => models.Chat!.GetResponseAsync("x", cancellationToken: Cancellation));

        Assert.Equal((9000, 4096), (tooLong.PromptTokens, tooLong.ContextTokens));
    }

    [Fact]
    public async Task An_answer_that_breaks_off_is_never_asked_for_again()
    {
        TaskCompletionSource first = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await ScriptedServer.StartAsync(ScriptedServer.BrokenOff(first.Task, ScriptedServer.Piece("so far")), ScriptedServer.Events(ScriptedServer.Piece("again"), Done));
        using var models = Far.Models(server.Url);
        List<string> heard = [];

        await Assert.ThrowsAsync<LocalModelException>(async () =>
        {
            await foreach (var update in models.Chat!.GetStreamingResponseAsync("x", cancellationToken: Cancellation))
            {
                heard.Add(update.Text);
                first.TrySetResult();
            }
        });

        Assert.Equal("so far", string.Concat(heard));
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_stream_that_ends_in_order_before_the_answer_is_whole_is_broken_off_too()
    {
        await using var server = await ScriptedServer.StartAsync(ScriptedServer.Events(ScriptedServer.Piece("so far")));
        using var models = Far.Models(server.Url);

        await Assert.ThrowsAsync<LocalModelException>(() => models.Chat!.GetResponseAsync("x", cancellationToken: Cancellation));
    }

    [Fact]
    public async Task An_error_in_the_stream_is_told()
    {
        await using var server = await ScriptedServer.StartAsync(ScriptedServer.Events(ScriptedServer.Piece("so far"), """{"error":{"message":"out of memory"}}"""));
        using var models = Far.Models(server.Url);

        var broken = await Assert.ThrowsAsync<LocalModelException>(() => models.Chat!.GetResponseAsync("x", cancellationToken: Cancellation));

        Assert.Equal("out of memory", broken.Message);
    }

    [Fact]
    public async Task A_silent_server_is_given_up()
    {
        await using var server = await ScriptedServer.StartAsync(ScriptedServer.Silence);
        using var models = Far.Models(server.Url, options => options.TimeoutSeconds = 1);

        var silent = await Assert.ThrowsAsync<LocalModelException>(() => models.Chat!.GetResponseAsync("x", cancellationToken: Cancellation));

        Assert.Contains("TimeoutSeconds", silent.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_told_with_its_setting()
    {
        string url;
        await using (var gone = await ScriptedServer.StartAsync())
        {
            url = gone.Url;
        }

        using var models = Far.Models(url, options => options.Retries = 0);

        var lost = await Assert.ThrowsAsync<LocalModelException>(() => models.Chat!.GetResponseAsync("x", cancellationToken: Cancellation));

        Assert.Contains("Assistant:Models:Remote:ChatUrl", lost.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_caller_that_gives_up_is_not_told_of_time_outs()
    {
        await using var server = await ScriptedServer.StartAsync(ScriptedServer.Silence);
        using var models = Far.Models(server.Url);
        using CancellationTokenSource impatient = new(TimeSpan.FromMilliseconds(200));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => models.Chat!.GetResponseAsync("x", cancellationToken: impatient.Token));
    }

    private static IEnumerable<FunctionCallContent> Calls(ChatResponse answer) => answer.Messages.SelectMany(message => message.Contents).OfType<FunctionCallContent>();
}

using System.Net;
using System.Text;
using Assistant.Inference.Chat;
using Assistant.Inference.Reranking;
using Assistant.Inference.Tests.Fixtures;
using Microsoft.Extensions.AI;

namespace Assistant.Inference.Tests.Serving;

public sealed class ModelServingTests
{
    private const string Hello = """{"messages":[{"role":"user","content":"Hi"}]}""";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/v1/chat/completions", """{"messages":[]}""", 400, "messages")]
    [InlineData("/v1/chat/completions", """{"messages":[{"role":"wizard","content":"Hi"}]}""", 400, "messages[0].role")]
    [InlineData("/v1/chat/completions", """{"messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"x"}}]}]}""", 400, "messages")]
    [InlineData("/v1/chat/completions", """{"messages":[{"role":"user","content":"Hi"}],"n":2}""", 400, "n")]
    [InlineData("/v1/chat/completions", """{"messages":[{"role":"user","content":"Hi"}],"tool_choice":"required"}""", 400, "tool_choice")]
    [InlineData("/v1/chat/completions", """{"messages":[{"role":"user","content":"Hi"}],"response_format":{"type":"xml"}}""", 400, "response_format")]
    [InlineData("/v1/chat/completions", """{"messages":[{"role":"user","content":"Hi"}],"max_tokens":0}""", 400, "max_tokens")]
    [InlineData("/v1/chat/completions", """{"messages":[{"role":"tool","content":"Hi"}]}""", 400, "messages[0].tool_call_id")]
    [InlineData("/v1/chat/completions", """{"messages":[{"role":"assistant","tool_calls":[{"id":"a","function":{"name":"f","arguments":"[1"}}]}]}""", 400, "messages[0].tool_calls")]
    [InlineData("/v1/chat/completions", """{"messages":[{"role":"user","content":"Hi"}],"model":"nobody"}""", 404, "model")]
    [InlineData("/v1/chat/completions", """{"messages":""", 400, "messages")]
    [InlineData("/v1/chat/completions", "null", 400, null)]
    [InlineData("/v1/embeddings", """{"input":[[1,2,3]]}""", 400, "input")]
    [InlineData("/v1/embeddings", """{"input":[]}""", 400, "input")]
    [InlineData("/v1/embeddings", """{"input":"x","encoding_format":"hex"}""", 400, "encoding_format")]
    [InlineData("/v1/embeddings", """{"input":"x","input_type":"poem"}""", 400, "input_type")]
    [InlineData("/v1/embeddings", """{"input":"x"}""", 404, "model")]
    [InlineData("/v1/rerank", """{"documents":["x"]}""", 400, "query")]
    [InlineData("/v1/rerank", """{"query":"x","documents":[]}""", 400, "documents")]
    [InlineData("/v1/chat/completions", """{"messages":[null]}""", 400, "messages[0].role")]
    [InlineData("/v1/chat/completions", """{"messages":[{"role":"assistant","tool_calls":[null]}]}""", 400, "messages[0].tool_calls")]
    [InlineData("/v1/rerank", """{"query":"x","documents":[null]}""", 400, "documents")]
    [InlineData("/v1/nothing", "{}", 404, null)]
    public async Task What_is_wrong_is_told_in_the_form_of_openai(string path, string body, int status, string? param)
    {
        await using var face = await ServedFace.StartAsync(ServedFace.Chat(ScriptedChatModel.Saying("x")));

        using var response = await face.PostAsync(path, body);

        Assert.Equal(status, (int)response.StatusCode);
        var error = (await ServedFace.JsonOf(response)).GetProperty("error");
        Assert.NotEmpty(error.GetProperty("message").GetString()!);
        Assert.EndsWith("_error", error.GetProperty("type").GetString(), StringComparison.Ordinal);
        Assert.Equal(param, error.GetProperty("param").GetString());
    }

    [Fact]
    public async Task A_body_past_the_limit_is_refused()
    {
        await using var face = await ServedFace.StartAsync(options => options.MaxBodyBytes = 2048, ServedFace.Chat(ScriptedChatModel.Saying("x")));

        using var response = await face.PostAsync("/v1/chat/completions", $$"""{"messages":[{"role":"user","content":"{{new string('x', 4096)}}"}]}""");

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Equal("request_too_large", (await ServedFace.JsonOf(response)).GetProperty("error").GetProperty("code").GetString());
    }

    [Fact]
    public async Task More_messages_than_allowed_are_refused()
    {
        await using var face = await ServedFace.StartAsync(options => options.MaxMessages = 2, ServedFace.Chat(ScriptedChatModel.Saying("x")));
        const string One = """{"role":"user","content":"Hi"}""";

        using var response = await face.PostAsync("/v1/chat/completions", $$"""{"messages":[{{One}},{{One}},{{One}}]}""");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task More_requests_at_a_time_than_allowed_are_told_to_come_again()
    {
        ScriptedChatModel slow = new(new ChatResponseUpdate(ChatRole.Assistant, "wait")) { Hangs = true };
        await using var face = await ServedFace.StartAsync(options => options.MaxRequests = 1, ServedFace.Chat(slow));
        using var first = await face.PostAsync("/v1/chat/completions", """{"stream":true,"messages":[{"role":"user","content":"Hi"}]}""");

        using var second = await face.PostAsync("/v1/chat/completions", Hello);

        Assert.Equal(HttpStatusCode.TooManyRequests, second.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(1), second.Headers.RetryAfter!.Delta);
    }

    [Fact]
    public async Task What_is_not_said_to_be_json_is_refused()
    {
        await using var face = await ServedFace.StartAsync(ServedFace.Chat(ScriptedChatModel.Saying("x")));
        using HttpMessageInvoker http = new(new SocketsHttpHandler());
        using HttpRequestMessage form = new(HttpMethod.Post, new Uri(face.Root, "/v1/chat/completions")) { Content = new StringContent(Hello, Encoding.UTF8, "text/plain") };
        form.Headers.Authorization = new("Bearer", ServedFace.Key);

        using var response = await http.SendAsync(form, Cancellation);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
    }

    [Fact]
    public async Task Only_health_is_told_without_the_key()
    {
        await using var face = await ServedFace.StartAsync(ServedFace.Chat(ScriptedChatModel.Saying("x")));

        using var health = await face.GetAsync("/health", key: null);
        using var models = await face.GetAsync("/v1/models", key: null);
        using var figures = await face.GetAsync("/metrics", key: null);
        using var chat = await face.PostAsync("/v1/chat/completions", Hello, key: "other");

        Assert.Equal("ok", (await ServedFace.JsonOf(health)).GetProperty("status").GetString());
        Assert.All([models, figures, chat], response => Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode));
    }

    [Fact]
    public async Task The_wrong_method_is_told_the_right_one()
    {
        await using var face = await ServedFace.StartAsync(ServedFace.Chat(ScriptedChatModel.Saying("x")));

        using var response = await face.GetAsync("/v1/chat/completions");

        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        Assert.Equal(["POST"], response.Content.Headers.Allow);
    }

    [Fact]
    public async Task What_breaks_in_mid_stream_is_told_in_the_stream()
    {
        ScriptedChatModel broken = new(new ChatResponseUpdate(ChatRole.Assistant, "So far")) { Breaks = (1, new LocalModelException("The weights are no numbers.")) };
        await using var face = await ServedFace.StartAsync(ServedFace.Chat(broken));

        using var response = await face.PostAsync("/v1/chat/completions", """{"stream":true,"messages":[{"role":"user","content":"Hi"}]}""");
        var events = await response.Content.ReadAsStringAsync(Cancellation);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Contains("So far", events, StringComparison.Ordinal);
        Assert.Contains("The weights are no numbers.", events, StringComparison.Ordinal);
        Assert.DoesNotContain("[DONE]", events, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_word_that_others_may_follow_leaves_though_none_does()
    {
        ScriptedChatModel slow = new(new ChatResponseUpdate(ChatRole.Assistant, "first"), new ChatResponseUpdate(ChatRole.Assistant, "second")) { Hangs = true };
        await using var face = await ServedFace.StartAsync(ServedFace.Chat(slow));

        using var response = await face.PostAsync("/v1/chat/completions", """{"stream":true,"messages":[{"role":"user","content":"Hi"}]}""");
        using StreamReader events = new(await response.Content.ReadAsStreamAsync(Cancellation));
        var seen = "";
        while (!seen.Contains("second", StringComparison.Ordinal))
        {
            seen += await events.ReadLineAsync(Cancellation).AsTask().WaitAsync(TimeSpan.FromSeconds(30), Cancellation);
        }

        Assert.Contains("first", seen, StringComparison.Ordinal);
        Assert.False(slow.Cancelled.Task.IsCompleted);
    }

    [Fact]
    public async Task What_breaks_before_the_first_words_has_a_status_of_its_own()
    {
        ScriptedChatModel broken = new() { Breaks = (0, new PromptTooLongException("scripted", 9000, 4096)) };
        await using var face = await ServedFace.StartAsync(ServedFace.Chat(broken));

        using var response = await face.PostAsync("/v1/chat/completions", """{"stream":true,"messages":[{"role":"user","content":"Hi"}]}""");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var error = (await ServedFace.JsonOf(response)).GetProperty("error");
        Assert.Equal(("context_length_exceeded", 9000, 4096), (error.GetProperty("code").GetString(), error.GetProperty("n_prompt_tokens").GetInt32(), error.GetProperty("n_ctx").GetInt32()));
    }

    [Fact]
    public async Task A_caller_that_goes_away_stops_the_model()
    {
        ScriptedChatModel slow = new(new ChatResponseUpdate(ChatRole.Assistant, "wait")) { Hangs = true };
        await using var face = await ServedFace.StartAsync(ServedFace.Chat(slow));

        using (var response = await face.PostAsync("/v1/chat/completions", """{"stream":true,"messages":[{"role":"user","content":"Hi"}]}"""))
        {
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }

        await slow.Cancelled.Task.WaitAsync(TimeSpan.FromSeconds(30), Cancellation);
        await EventuallyInFiguresAsync(face, "assistant_requests_total{path=\"/v1/chat/completions\",status=\"499\"} 1");
    }

    // A request ends a moment after its caller has gone.
    private static async Task EventuallyInFiguresAsync(ServedFace face, string line)
    {
        for (var tries = 0; ; tries++)
        {
            using var response = await face.GetAsync("/metrics");
            var figures = await response.Content.ReadAsStringAsync(Cancellation);
            if (figures.Contains(line, StringComparison.Ordinal))
            {
                return;
            }

            Assert.True(tries < 100, figures);
            await Task.Delay(50, Cancellation);
        }
    }

    [Theory]
    [InlineData("""{"messages":"hi"}""", "messages")]
    [InlineData("""{"messages":[{"role":"user","content":"Hi"}],"temperature":"hot"}""", "temperature")]
    public async Task A_value_of_the_wrong_kind_is_told_without_the_names_of_our_types(string body, string param)
    {
        await using var face = await ServedFace.StartAsync(ServedFace.Chat(ScriptedChatModel.Saying("x")));

        using var response = await face.PostAsync("/v1/chat/completions", body);

        var error = (await ServedFace.JsonOf(response)).GetProperty("error");
        Assert.Equal((HttpStatusCode.BadRequest, param), (response.StatusCode, error.GetProperty("param").GetString()));
        Assert.StartsWith($"The value at $.{param} is of the wrong kind", error.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_best_of_the_reranked_documents_come_first()
    {
        await using var face = await ServedFace.StartAsync(ServedFace.Reranker(new LengthReranker()));

        using var response = await face.PostAsync("/v1/rerank", """{"query":"q","documents":["aa",{"text":"aaaa"},"a","bbbb"],"top_n":3}""");

        var results = (await ServedFace.JsonOf(response)).GetProperty("results");
        Assert.Equal([(1, 4f), (3, 4f), (0, 2f)], results.EnumerateArray().Select(result => (result.GetProperty("index").GetInt32(), result.GetProperty("relevance_score").GetSingle())));
    }

    [Fact]
    public async Task Texts_are_counted_all_at_once()
    {
        await using var face = await ServedFace.StartAsync(ServedFace.Chat(ScriptedChatModel.Saying("x")));

        using var response = await face.PostAsync("/tokenize", """{"content":["four","", "seven.."]}""");

        var reply = await ServedFace.JsonOf(response);
        Assert.Equal([4, 0, 7], reply.GetProperty("counts").EnumerateArray().Select(count => count.GetInt32()));
        Assert.Equal(11, reply.GetProperty("count").GetInt32());
    }

    [Fact]
    public async Task Figures_tell_what_was_served()
    {
        await using var face = await ServedFace.StartAsync(ServedFace.Chat(ScriptedChatModel.Saying("a", "b")));
        using var answered = await face.PostAsync("/v1/chat/completions", Hello);
        using var refused = await face.PostAsync("/v1/chat/completions", "{}");

        using var response = await face.GetAsync("/metrics");

        var figures = await response.Content.ReadAsStringAsync(Cancellation);
        Assert.Contains("assistant_requests_total{path=\"/v1/chat/completions\",status=\"200\"} 1", figures, StringComparison.Ordinal);
        Assert.Contains("assistant_requests_total{path=\"/v1/chat/completions\",status=\"400\"} 1", figures, StringComparison.Ordinal);
        Assert.Contains("assistant_completion_tokens_total 2", figures, StringComparison.Ordinal);
        Assert.Contains("assistant_cached_prompt_tokens_total 8", figures, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_real_model_says_the_same_over_the_port()
    {
        using TempFolder folder = new();
        using var model = Local.Chat(TinyGguf.Writer().WriteTo(folder.File("tiny.gguf")));
        await using var face = await ServedFace.StartAsync(ServedFace.Chat(model, "tiny"));
        var expected = await model.GetResponseAsync([new(ChatRole.User, "Which documents?")], new() { MaxOutputTokens = 12 }, Cancellation);

        using var response = await face.PostAsync("/v1/chat/completions", """{"model":"tiny.gguf","max_tokens":12,"messages":[{"role":"user","content":"Which documents?"}]}""");

        var answer = await ServedFace.JsonOf(response);
        Assert.Equal(expected.Text, answer.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString());
        Assert.Equal(expected.Usage!.OutputTokenCount, answer.GetProperty("usage").GetProperty("completion_tokens").GetInt64());
    }

    [Fact]
    public async Task Callers_are_told_apart_by_their_name_else_by_their_machine()
    {
        var model = ScriptedChatModel.Saying("x");
        await using var face = await ServedFace.StartAsync(ServedFace.Chat(model));

        using var named = await face.PostAsync("/v1/chat/completions", """{"user":"ann","messages":[{"role":"user","content":"Hi"}]}""");
        Assert.Equal("ann", model.Options!.AdditionalProperties!["caller"]);

        using var unnamed = await face.PostAsync("/v1/chat/completions", Hello);
        Assert.Equal("127.0.0.1", model.Options!.AdditionalProperties!["caller"]);
    }

    private sealed class LengthReranker : IReranker
    {
        public string Model => "length";

        public Task<IReadOnlyList<RerankScore>> RerankAsync(string query, IReadOnlyList<string> texts, CancellationToken cancellationToken = default) =>
            Task.FromResult<IReadOnlyList<RerankScore>>([.. texts.Select(text => new RerankScore(text.Length, text.Length, IsTruncated: false))]);
    }
}

using System.ComponentModel.DataAnnotations;
using Assistant.Inference.Remote;
using Microsoft.Extensions.AI;

namespace Assistant.Inference.Tests.Remote;

public sealed class RemoteVectorsTests
{
    private const string Vectors = """{"data":[{"index":1,"embedding":[3,4]},{"index":0,"embedding":[1,2]}],"usage":{"prompt_tokens":9,"total_tokens":9}}""";

    private static readonly EmbeddingGenerationOptions Query = new() { AdditionalProperties = new() { ["input_type"] = "query" } };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Vectors_come_in_the_order_of_their_texts()
    {
        await using var server = await ScriptedServer.StartAsync(ScriptedServer.Json(200, Vectors));
        using var models = Far.Models(server.Url, options => options.EmbedderQueryPrefix = "query: ");

        var made = await models.Embedder!.GenerateAsync(["a", "b"], Query, Cancellation);

        Assert.Equal([[1f, 2f], [3f, 4f]], made.Select(vector => vector.Vector.ToArray()));
        Assert.Equal(9, made.Usage!.InputTokenCount);
        var (path, key, body) = Assert.Single(server.Requests);
        Assert.Equal(("/v1/embeddings", null), (path, key));
        Assert.Equal(["query: a", "query: b"], body.GetProperty("input").EnumerateArray().Select(text => text.GetString()));
        Assert.Equal("query", body.GetProperty("input_type").GetString());
    }

    [Fact]
    public async Task Base64_is_read_bit_for_bit()
    {
        var base64 = Convert.ToBase64String([0, 0, 0x80, 0x3F, 1, 0, 0, 0]);
        await using var server = await ScriptedServer.StartAsync(ScriptedServer.Json(200, $$"""{"data":[{"index":0,"embedding":"{{base64}}"}]}"""));
        using var models = Far.Models(server.Url);

        var made = await models.Embedder!.GenerateAsync(["a"], cancellationToken: Cancellation);

        Assert.Equal([1f, float.Epsilon], made[0].Vector.ToArray());
    }

    [Fact]
    public async Task A_server_that_does_not_know_the_type_of_a_text_is_not_told_it_again()
    {
        var one = ScriptedServer.Json(200, """{"data":[{"index":0,"embedding":[1]}]}""");
        await using var server = await ScriptedServer.StartAsync(ScriptedServer.Json(400, """{"error":{"message":"Unrecognized request argument supplied: input_type"}}"""), one, one);
        using var models = Far.Models(server.Url);

        await models.Embedder!.GenerateAsync(["a"], Query, Cancellation);
        await models.Embedder!.GenerateAsync(["b"], Query, Cancellation);

        Assert.Equal([true, false, false], server.Requests.Select(request => request.Body.TryGetProperty("input_type", out _)));
    }

    [Fact]
    public async Task Many_texts_go_in_several_requests()
    {
        var two = ScriptedServer.Json(200, """{"data":[{"index":0,"embedding":[1]},{"index":1,"embedding":[2]}]}""");
        await using var server = await ScriptedServer.StartAsync(two, ScriptedServer.Json(200, """{"data":[{"index":0,"embedding":[3]}]}"""));
        using var models = Far.Models(server.Url, options => options.EmbedderTexts = 2);

        var made = await models.Embedder!.GenerateAsync(["a", "b", "c"], cancellationToken: Cancellation);

        Assert.Equal([1f, 2f, 3f], made.Select(vector => vector.Vector.Span[0]));
    }

    [Theory]
    [InlineData("""{"data":[{"index":0,"embedding":[1]}]}""")]
    [InlineData("""{"data":[{"index":0,"embedding":[]},{"index":1,"embedding":[1]}]}""")]
    [InlineData("{}")]
    [InlineData("nonsense")]
    public async Task Vectors_that_are_missing_are_an_error(string reply)
    {
        await using var server = await ScriptedServer.StartAsync(ScriptedServer.Json(200, reply));
        using var models = Far.Models(server.Url);

        await Assert.ThrowsAsync<LocalModelException>(() => models.Embedder!.GenerateAsync(["a", "b"], cancellationToken: Cancellation));
    }

    [Fact]
    public async Task Scores_come_in_the_order_of_their_texts()
    {
        await using var server = await ScriptedServer.StartAsync(ScriptedServer.Json(200, """{"results":[{"index":1,"relevance_score":0.9},{"index":0,"relevance_score":-3.5}]}"""));
        using var models = Far.Models(server.Url);

        var scores = await models.Reranker!.RerankAsync("q", ["a", "b"], Cancellation);

        Assert.Equal([-3.5f, 0.9f], scores.Select(score => score.Score));
        Assert.Equal("/v1/rerank", Assert.Single(server.Requests).Path);
    }

    [Fact]
    public async Task A_score_that_is_missing_is_an_error()
    {
        await using var server = await ScriptedServer.StartAsync(ScriptedServer.Json(200, """{"results":[{"index":1,"relevance_score":0.9}]}"""));
        using var models = Far.Models(server.Url);

        await Assert.ThrowsAsync<LocalModelException>(() => models.Reranker!.RerankAsync("q", ["a", "b"], Cancellation));
    }

    [Theory]
    [InlineData("http://host:8080", "http://host:8080/v1/embeddings")]
    [InlineData("http://host:8080/", "http://host:8080/v1/embeddings")]
    [InlineData("https://host/openai/v1", "https://host/openai/v1/embeddings")]
    [InlineData("https://host/api/v3/", "https://host/api/v3/embeddings")]
    public void An_address_with_a_path_is_taken_as_it_is(string url, string expected) =>
        Assert.Equal(expected, new RemoteServer(url, "key", "Setting").AddressOf(ModelPath.Embeddings).ToString());

    [Fact]
    public void A_key_does_not_show_when_a_server_is_printed() =>
        Assert.DoesNotContain("key", new RemoteServer("http://host", "key", "x").ToString(), StringComparison.Ordinal);

    [Theory]
    [InlineData("host:8080", "model")]
    [InlineData("ftp://host", "model")]
    [InlineData("http://user:word@host", "model")]
    [InlineData("http://host", "")]
    public void Settings_that_cannot_work_are_refused_by_name(string url, string model)
    {
        RemoteModelsOptions options = new() { ChatUrl = url, ChatModel = model };

        var fault = Assert.Single(options.Validate(new ValidationContext(options)));

        Assert.StartsWith("Assistant:Models:Remote:Chat", fault.ErrorMessage, StringComparison.Ordinal);
    }
}

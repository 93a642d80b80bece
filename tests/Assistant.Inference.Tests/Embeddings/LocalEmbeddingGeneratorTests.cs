using System.Diagnostics;
using System.Numerics.Tensors;
using Assistant.Inference.Embeddings;
using Assistant.Inference.Gguf;
using Assistant.Inference.Tests.Fixtures;
using Microsoft.Extensions.AI;

namespace Assistant.Inference.Tests.Embeddings;

public sealed class LocalEmbeddingGeneratorTests : IAsyncDisposable
{
    private readonly LocalEmbeddingGenerator embedder = Local.Embedder();
    private readonly CancellationToken cancellation = TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => embedder.DisposeAsync();

    [Fact]
    public async Task A_paraphrase_lies_closer_than_another_subject()
    {
        var vectors = await Vectors(
            "How many days of annual leave do employees get?", "Staff are entitled to twenty-five vacation days a year.", "The cafeteria serves soup on Mondays.");

        Assert.All(vectors, vector => Assert.Equal(384, vector.Length));
        Assert.All(vectors, vector => Assert.Equal(1, TensorPrimitives.Norm(vector), tolerance: 1e-5));
        Assert.True(Cosine(vectors[0], vectors[1]) > Cosine(vectors[0], vectors[2]) + 0.3);
    }

    [Fact]
    public async Task A_text_has_the_same_vector_alone_and_among_others()
    {
        string[] texts = [.. Enumerable.Range(1, 16).Select(length => string.Join(' ', Enumerable.Range(0, length * 8).Select(word => $"word{(word * 7) + length}")))];

        var together = await Vectors(texts);
        for (var index = 0; index < texts.Length; index += 5)
        {
            Assert.Equal((await Vectors(texts[index]))[0], together[index]);
        }
    }

    [Fact]
    public async Task A_text_longer_than_the_model_reads_is_cut_and_told()
    {
        var words = string.Join(' ', Enumerable.Repeat("leave", 1000));
        var result = await embedder.GenerateAsync([words, words[..1499], "", new string('x', 1_000_000), "short"], cancellationToken: cancellation);

        // 254 words and two marks are read.
        Assert.True((bool)result[0].AdditionalProperties![LocalEmbeddingGenerator.Truncated]!);
        Assert.Null(result[1].AdditionalProperties);
        Assert.Null(result[2].AdditionalProperties);
        Assert.Null(result[4].AdditionalProperties);
        Assert.Equal(result[0].Vector.ToArray(), (await embedder.GenerateAsync([words + " and more"], cancellationToken: cancellation))[0].Vector.ToArray(), (a, b) => Math.Abs(a - b) < 1e-4);
        Assert.All(result, embedding => Assert.Equal(384, embedding.Vector.Length));
    }

    [Fact]
    public async Task The_model_is_loaded_at_first_use_and_freed_at_the_end()
    {
        Assert.False(embedder.IsLoaded);
        var metadata = embedder.GetService<EmbeddingGeneratorMetadata>()!;
        Assert.Equal(("all-MiniLM-L6-v2-Q8_0", 384), (metadata.DefaultModelId, metadata.DefaultModelDimensions!.Value));
        Assert.False(embedder.IsLoaded);

        var result = await embedder.GenerateAsync(["one", "two"], cancellationToken: cancellation);
        Assert.True(embedder.IsLoaded);
        Assert.Equal(6, result.Usage!.InputTokenCount);
        Assert.Empty(await embedder.GenerateAsync([], cancellationToken: cancellation));

        await embedder.DisposeAsync();
        Assert.False(embedder.IsLoaded);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => embedder.GenerateAsync(["one"], cancellationToken: cancellation));
    }

    [Fact]
    public async Task A_question_does_not_wait_behind_documents()
    {
        await Vectors("warm");
        string[] passages = [.. Enumerable.Range(0, 60).Select(index => string.Join(' ', Enumerable.Range(0, 150).Select(word => $"item{word + index}")))];
        var bulk = Vectors(passages);

        await Vectors("How long is the notice period?");

        Assert.False(bulk.IsCompleted);
        Assert.Equal(60, (await bulk).Count);
    }

    [Fact]
    public async Task The_sentences_of_an_answer_go_before_the_rest_of_a_background_job()
    {
        await Vectors("warm");
        string[] passages = [.. Enumerable.Range(0, 120).Select(index => string.Join(' ', Enumerable.Range(0, 150).Select(word => $"item{word + index}")))];
        var bulk = Vectors(passages);

        await Vectors([.. Enumerable.Range(0, 24).Select(index => $"Sentence {index} of an answer.")]);

        Assert.False(bulk.IsCompleted);
        Assert.Equal(120, (await bulk).Count);
    }

    [Fact]
    public async Task Cancelling_ends_a_long_request_soon()
    {
        await Vectors("warm");
        using CancellationTokenSource source = new();
        string[] passages = [.. Enumerable.Range(0, 2000).Select(index => string.Join(' ', Enumerable.Range(0, 100).Select(word => $"item{word + index}")))];
        var bulk = embedder.GenerateAsync(passages, cancellationToken: source.Token);
        await Task.Delay(500, cancellation);

        var start = Stopwatch.GetTimestamp();
        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => bulk);
        Assert.InRange(Stopwatch.GetElapsedTime(start).TotalMilliseconds, 0, 1500);
        Assert.Single(await Vectors("usable"));
    }

    [Fact]
    public async Task Misuse_is_refused()
    {
        await Assert.ThrowsAsync<ArgumentException>(() => embedder.GenerateAsync([null!], cancellationToken: cancellation));
        await Assert.ThrowsAsync<ArgumentException>(() => embedder.GenerateAsync(["x"], new() { AdditionalProperties = new() { ["input_type"] = "answer" } }, cancellation));
        await Assert.ThrowsAsync<NotSupportedException>(() => embedder.GenerateAsync(["x"], new() { Dimensions = 100 }, cancellation));
    }

    [Fact]
    public async Task A_chat_model_is_no_embedder()
    {
        using TempFolder folder = new();
        var path = TinyGguf.Writer().WriteTo(folder.File("tiny.gguf"));
        await using var wrong = Local.Embedder(options => options.Embedder = path);

        var refusal = await Assert.ThrowsAsync<InvalidModelFileException>(() => wrong.GenerateAsync(["x"], cancellationToken: cancellation));

        Assert.Contains("no embedder", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Questions_and_passages_of_E5_begin_as_it_was_trained()
    {
        var path = Repository.SharedOrSkip("models", "multilingual-e5-small-Q4_0.gguf");
        await using var e5 = Local.Embedder(options => options.Embedder = path);
        var query = await e5.GenerateAsync(["Wie viele Urlaubstage gibt es?"], new() { AdditionalProperties = new() { [LocalEmbeddingGenerator.InputType] = "query" } }, cancellation);
        var passages = await e5.GenerateAsync(["Employees get 25 days of leave.", "The cafeteria is closed on Mondays.", "query: Wie viele Urlaubstage gibt es?"], cancellationToken: cancellation);

        Assert.True(Cosine(query[0].Vector.Span, passages[0].Vector.Span) > Cosine(query[0].Vector.Span, passages[1].Vector.Span));
        Assert.True(Cosine(query[0].Vector.Span, passages[2].Vector.Span) < 0.9999);
        Assert.Equal(512, EmbedderFamily.Of(GgufFile.Open(path)).MaxTokens);
    }

    [Theory]
    [InlineData("bge-small-en-v1.5", "Represent this sentence for searching relevant passages: ", "")]
    [InlineData("nomic-embed-text-v1.5", "search_query: ", "search_document: ")]
    [InlineData("e5-base-v2", "query: ", "passage: ")]
    [InlineData("multilingual-e5-large-instruct", "Instruct: Given a web search query, retrieve relevant passages that answer the query\nQuery: ", "")]
    [InlineData("embeddinggemma-300m", "task: search result | query: ", "title: none | text: ")]
    [InlineData("Qwen3-Embedding-0.6B", "Instruct: Given a web search query, retrieve relevant passages that answer the query\nQuery:", "")]
    [InlineData("bge-m3", "", "")]
    [InlineData("some-bert", "", "")]
    [InlineData("some-bert 3f1e5a07", "", "")]
    [InlineData("intfloat_E5_small", "query: ", "passage: ")]
    public void A_family_is_known_by_its_name(string name, string query, string passage)
    {
        using TempFolder folder = new();
        var file = GgufFile.Open(new GgufWriter().Add("general.name", name).Add("general.architecture", "bert").Add("bert.context_length", 512u).WriteTo(folder.File("model.gguf")));

        Assert.Equal(new(query, passage, 512), EmbedderFamily.Of(file));
    }

    private static float Cosine(ReadOnlySpan<float> left, ReadOnlySpan<float> right) => TensorPrimitives.Dot(left, right);

    private async Task<List<float[]>> Vectors(params string[] texts) =>
        [.. (await embedder.GenerateAsync(texts, cancellationToken: cancellation)).Select(embedding => embedding.Vector.ToArray())];
}

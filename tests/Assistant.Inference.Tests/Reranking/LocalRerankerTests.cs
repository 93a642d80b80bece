using Assistant.Inference.Gguf;
using Assistant.Inference.Reranking;
using Assistant.Inference.Tests.Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Assistant.Inference.Tests.Reranking;

/// <summary>On random weights: no reranker's own can be had here. That the numbers are the makers' is not shown, that they are the model's is.</summary>
public sealed class LocalRerankerTests : IAsyncDisposable
{
    private const string Query = "how many days of leave";

    private readonly TempFolder folder = new();
    private readonly LocalReranker reranker;
    private readonly CancellationToken cancellation = TestContext.Current.CancellationToken;

    public LocalRerankerTests() => reranker = Reranker(TinyBert.Writer(TinyBert.Rank).WriteTo(folder.File("tiny-reranker.gguf")));

    public async ValueTask DisposeAsync()
    {
        await reranker.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task A_text_has_the_same_score_alone_among_others_and_in_any_order()
    {
        string[] texts = ["the soup is hot", "of leave", "many days", "", "how many days of leave is the soup", "xyz"];

        var together = await Scores(Query, texts);
        var reversed = await Scores(Query, [.. texts.Reverse()]);

        Assert.Equal(together, reversed.Reverse());
        Assert.Equal(texts.Length, together.Distinct().Count());
        foreach (var (text, score) in texts.Zip(together))
        {
            Assert.Equal([score], await Scores(Query, text));
        }

        Assert.NotEqual(together, await Scores("soup", texts));
    }

    [Fact]
    public async Task Query_and_text_stand_between_the_marks_of_a_pair()
    {
        // [CLS] how many days of leave [SEP] hot soup [SEP]
        var score = Assert.Single(await reranker.RerankAsync(Query, ["hot soup"], cancellation));

        Assert.Equal(10, score.Tokens);
        Assert.False(score.IsTruncated);
    }

    [Fact]
    public async Task The_end_of_a_long_text_is_not_read_and_that_is_told()
    {
        var words = string.Join(' ', Enumerable.Repeat("soup", 200));

        var scores = await reranker.RerankAsync(Query, [words, words + " is hot", "soup"], cancellation);

        Assert.Equal((TinyBert.Positions, true), (scores[0].Tokens, scores[0].IsTruncated));
        Assert.Equal(scores[0], scores[1]);
        Assert.False(scores[2].IsTruncated);
    }

    [Fact]
    public async Task A_text_after_many_blanks_is_read_and_one_after_a_very_long_word_too()
    {
        string[] starts = ["the" + new string(' ', 100_000), "the " + new string('9', 20_000) + " "];

        foreach (var start in starts)
        {
            var scores = await reranker.RerankAsync(Query, [start + "hot soup", start + "days"], cancellation);

            Assert.NotEqual(scores[0].Score, scores[1].Score);
            Assert.All(scores, score => Assert.False(score.IsTruncated));
        }
    }

    [Fact]
    public async Task A_long_query_keeps_its_beginning_and_leaves_half_to_the_text()
    {
        var query = "leave " + string.Join(' ', Enumerable.Repeat("many", 500));

        var scores = await reranker.RerankAsync(query, ["the soup", "the days"], cancellation);

        // 61 places beside the marks: 30 for the query.
        Assert.All(scores, score => Assert.Equal((3 + 30 + 2, false), (score.Tokens, score.IsTruncated)));
        Assert.NotEqual(scores[0].Score, scores[1].Score);
        Assert.NotEqual(scores[0].Score, (await reranker.RerankAsync("soup " + query[6..], ["the soup"], cancellation))[0].Score);
    }

    [Fact]
    public async Task Nothing_to_score_loads_nothing()
    {
        Assert.Empty(await reranker.RerankAsync(Query, [], cancellation));
        Assert.False(reranker.IsLoaded);
        await Assert.ThrowsAsync<ArgumentException>(() => reranker.RerankAsync(Query, [null!], cancellation));

        await reranker.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => reranker.RerankAsync(Query, ["soup"], cancellation));
    }

    [Fact]
    public async Task What_is_no_cross_encoder_is_refused_with_the_reason()
    {
        await Refused(TinyBert.Writer(TinyBert.Mean), "no reranker");
        await Refused(TinyGguf.Writer(), "no reranker");
        await Refused(TinyGguf.Writer().Add("llama.pooling_type", TinyBert.Rank), "'llama'");
        await Refused(TinyBert.Writer(TinyBert.Mean).Set("bert.pooling_type", TinyBert.Rank), "no head");
        await Refused(TinyBert.Writer(TinyBert.Rank).Add("bert.classifier.output_labels", new[] { "no", "yes" }), "2 classes");
    }

    [Fact]
    public void The_setting_decides_whether_there_is_a_reranker()
    {
        Local.RuntimeOrSkip();
        Assert.Null(Services(null).GetService<IReranker>());
        Assert.Equal("tiny-reranker", Services(reranker.Path).GetRequiredService<IReranker>().Model);
    }

    private static ServiceProvider Services(string? path) => new ServiceCollection()
        .AddSingleton<Microsoft.Extensions.Configuration.IConfiguration>(new Microsoft.Extensions.Configuration.ConfigurationBuilder().Build())
        .AddLogging().AddLocalModels(options => options.Reranker = path).BuildServiceProvider();

    private static LocalReranker Reranker(string path) =>
        new(Local.RuntimeOrSkip(), Options.Create(new LocalModelsOptions { Reranker = path }), TimeProvider.System, NullLogger<LocalReranker>.Instance);

    private async Task Refused(GgufWriter writer, string reason)
    {
        await using var wrong = Reranker(writer.WriteTo(folder.File("wrong.gguf")));
        Assert.Contains(reason, (await Assert.ThrowsAsync<InvalidModelFileException>(() => wrong.LoadAsync(cancellation))).Message, StringComparison.Ordinal);
    }

    private async Task<IReadOnlyList<float>> Scores(string query, params string[] texts) =>
        [.. (await reranker.RerankAsync(query, texts, cancellation)).Select(score => score.Score)];
}

using Assistant.Core;
using Assistant.Retrieval.Ranking;
using Assistant.Retrieval.Index.Local;
using Assistant.Retrieval.Tests.Index;
using Assistant.Retrieval.Vectors;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using static Assistant.Retrieval.Tests.Index.IndexFixture;

namespace Assistant.Retrieval.Tests.Ranking;

public sealed class HybridRetrieverTests : IDisposable
{
    private readonly TempFolder folder = new();
    private readonly FakeTimeProvider clock = new();
    private readonly FakeEmbedder embedder = new();
    private readonly LocalPassageIndex index;

    public HybridRetrieverTests() => index = Open(folder.File("assistant.db"));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        index.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task A_passage_in_other_words_is_found_by_its_vector()
    {
        await FillAsync();

        var found = await RetrieveAsync("How long may my vacation be?");

        Assert.Equal(RetrievalMode.Hybrid, found.Mode);
        Assert.Equal("Annual leave is earned.", found.Passages[0].Passage.Text);
        Assert.InRange(found.Passages[0].Comparable, 0.5, 1.05);
        Assert.Equal("query", embedder.Calls[^1].Kind);
    }

    [Fact]
    public async Task A_question_in_a_language_that_the_embedder_does_not_know_goes_by_words()
    {
        await FillAsync();

        var found = await RetrieveAsync("Wie lange ist der Urlaub und wer bekommt die travel card?");

        Assert.Equal(RetrievalMode.Lexical, found.Mode);
        Assert.Equal("The travel card pays.", found.Passages[0].Passage.Text);
        Assert.Null(found.Passages[0].Dense);
    }

    [Fact]
    public async Task An_embedder_that_fails_is_left_alone_for_a_while_and_words_answer()
    {
        await FillAsync();
        var embedding = Embedder();
        var calls = embedder.Calls.Count;
        embedder.Failure = new InvalidOperationException("no memory");

        Assert.Equal(RetrievalMode.Lexical, (await RetrieveAsync("annual leave", embedding: embedding)).Mode);
        Assert.Equal(RetrievalMode.Lexical, (await RetrieveAsync("annual leave", embedding: embedding)).Mode);
        Assert.Equal(calls + 1, embedder.Calls.Count);

        embedder.Failure = null;
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(RetrievalMode.Hybrid, (await RetrieveAsync("annual leave", embedding: embedding)).Mode);
    }

    [Fact]
    public async Task An_embedder_whose_vectors_are_not_finite_counts_as_failed()
    {
        await FillAsync();
        embedder.Always = [float.NaN, 0, 0, 1];

        var found = await RetrieveAsync("annual leave");

        Assert.Equal(RetrievalMode.Lexical, found.Mode);
        Assert.True(double.IsFinite(found.Passages[0].Score));
    }

    [Fact]
    public async Task Without_an_embedder_hybrid_is_lexical_and_dense_says_why_not()
    {
        await FillAsync();
        QuestionEmbedder none = new(Options.Create(new RetrievalOptions()), clock, NullLogger<QuestionEmbedder>.Instance);

        Assert.Equal(RetrievalMode.Lexical, (await RetrieveAsync("annual leave", embedding: none)).Mode);
        Assert.Equal("no_embedder", (await Assert.ThrowsAsync<AssistantException>(() => RetrieveAsync("annual leave", RetrievalMode.Dense, none))).Code);
    }

    [Fact]
    public async Task A_passage_whose_vector_is_still_to_come_is_not_punished()
    {
        await FillAsync();
        await index.PublishAsync(Version("new"), "Parental leave: leave for parents.");

        var found = await RetrieveAsync("parental leave");

        Assert.Equal("new", found.Passages[0].Passage.DocumentId);
        Assert.Null(found.Passages[0].Dense);
    }

    [Fact]
    public async Task A_follow_up_is_understood_from_the_turns_before()
    {
        await FillAsync();
        Question alone = new("And for how long?", Asker.Anonymous);

        var found = await new HybridRetriever(index, Embedder(), Options.Create(new RetrievalOptions()))
            .RetrieveAsync(alone with { EarlierTurns = ["What is a breach?", "Who gets annual leave?"] }, 3, RetrievalMode.Hybrid, Cancel);

        Assert.Equal("Annual leave is earned.", found.Passages[0].Passage.Text);
        Assert.Equal(["And for how long?", "What is a breach?\nWho gets annual leave?\nAnd for how long?"], embedder.Calls[^1].Texts);
    }

    [Fact]
    public async Task The_lists_are_joined_by_the_measured_weights()
    {
        await FillAsync();
        PassageMatches matches = new(
            [new(Passage("a"), 8), new(Passage("b"), 4)],
            [new(Passage("b"), 0.4), new(Passage("c"), 0.2), new(Passage("a"), -0.1)],
            IdfSum: 10);

        var ranked = ConvexFusion.Hybrid(matches, new(Floor: 0, Ceiling: 0.8, Weight: 0.6, EnglishOnly: true), top: 10);

        Assert.Equal(["b", "a", "c"], ranked.Select(passage => passage.Passage.Id));
        Assert.Equal([0.8, 0.4, 0.3], ranked.Select(passage => Math.Round(passage.Score, 6)));
        Assert.Equal([0.46, 0.32, 0.15], ranked.Select(passage => Math.Round(passage.Comparable, 6)));
    }

    [Theory]
    [InlineData("all-MiniLM-L6-v2-Q8_0", 0, 0.8, 0.6, true)]
    [InlineData("multilingual-e5-small-Q4_0", 0.7, 0.95, 0.7, false)]
    [InlineData("paraphrase-multilingual-MiniLM-L12-v2", 0, 0.8, 0.6, false)]
    [InlineData("bge-m3", 0, 0.8, 0.6, false)]
    [InlineData("bge-small-en-v1.5-q8_0", 0, 0.8, 0.6, true)]
    [InlineData("e5-base-v2", 0.7, 0.95, 0.7, true)]
    [InlineData("nomic-embed-text-v1.5.Q8_0", 0, 0.8, 0.6, true)]
    [InlineData("nomic-embed-text-v2-moe", 0, 0.8, 0.6, false)]
    [InlineData("embeddinggemma-300M-Q8_0", 0, 0.8, 0.6, false)]
    public void An_embedder_is_read_by_its_own_figures(string name, double floor, double ceiling, double weight, bool englishOnly) =>
        Assert.Equal(new(floor, ceiling, weight, englishOnly), EmbedderProfile.Of(name, new()));

    [Fact]
    public async Task Sentences_are_scored_by_words_and_by_agreement()
    {
        SentenceScorer scorer = new(new Retrieval.Words.TextAnalyzer(), Embedder());

        var scores = await scorer.ScoreAsync("How much vacation do I get?", ["Annual leave is earned.", "You get a card.", "Much vacation you get."], Cancel);

        Assert.Equal(0, scores[0].Lexical);
        Assert.True(scores[0].Agreement > 0.9);
        Assert.True(scores[2].Lexical > scores[1].Lexical);
        Assert.True(scores[1].Agreement < 0.2);
    }

    [Fact]
    public async Task Vectors_come_in_batches_and_a_failure_loses_nothing()
    {
        await index.PublishAsync(Version("a"), [.. Enumerable.Range(0, 10).Select(part => $"Leave {part}.")]);
        VectorBackfill backfill = new(index, Options.Create(new RetrievalOptions { EmbeddingBatch = 4 }), clock, NullLogger<VectorBackfill>.Instance, embedder);

        Assert.Equal(4, await backfill.StepAsync(Cancel));
        embedder.Failure = new InvalidOperationException("no memory");
        await Assert.ThrowsAsync<InvalidOperationException>(() => backfill.RunAsync(Cancel));
        embedder.Failure = null;
        Assert.Equal(4, await backfill.StepAsync(Cancel));
        Assert.Equal(2, await backfill.StepAsync(Cancel));
        Assert.Equal(0, await backfill.StepAsync(Cancel));

        Assert.Equal(10, Assert.Single(await index.PublishedAsync(Cancel)).Vectors);
        Assert.Equal("a\nLeave 0.", embedder.Calls[^1].Texts[^1]);
        Assert.Equal("passage", embedder.Calls[^1].Kind);
    }

    [Fact]
    public async Task Where_embedding_is_slow_batches_get_smaller_so_that_some_come_every_few_seconds()
    {
        await index.PublishAsync(Version("a"), [.. Enumerable.Range(0, 30).Select(part => $"Leave {part}.")]);
        VectorBackfill backfill = new(index, Options.Create(new RetrievalOptions { EmbeddingBatch = 8 }), clock, NullLogger<VectorBackfill>.Instance, embedder);
        List<int> sizes = [];

        clock.AutoAdvanceAmount = TimeSpan.FromSeconds(11);
        for (var step = 0; step < 4; step++)
        {
            sizes.Add(await backfill.StepAsync(Cancel));
        }

        clock.AutoAdvanceAmount = TimeSpan.Zero;
        for (var step = 0; step < 4; step++)
        {
            sizes.Add(await backfill.StepAsync(Cancel));
        }

        Assert.Equal([8, 4, 2, 1, 1, 2, 4, 8], sizes);
    }

    [Fact]
    public async Task The_backfill_ends_when_it_is_told_to()
    {
        await index.PublishAsync(Version("a"), "Leave.");
        VectorBackfill backfill = new(index, Options.Create(new RetrievalOptions()), TimeProvider.System, NullLogger<VectorBackfill>.Instance, embedder);
        using CancellationTokenSource stop = new();
        var running = backfill.RunAsync(stop.Token);
        while ((await index.PublishedAsync(Cancel))[0].Vectors == 0)
        {
            await Task.Delay(10, Cancel);
        }

        await stop.CancelAsync();
        await running;
    }

    [Fact]
    public async Task The_backfill_ends_in_the_middle_of_a_batch_too_and_goes_on_later()
    {
        await index.PublishAsync(Version("a"), "Leave.");
        VectorBackfill backfill = new(index, Options.Create(new RetrievalOptions()), TimeProvider.System, NullLogger<VectorBackfill>.Instance, embedder);
        using CancellationTokenSource stop = new();
        embedder.Waits = Timeout.InfiniteTimeSpan;
        var running = backfill.RunAsync(stop.Token);
        while (embedder.Calls.Count == 0)
        {
            await Task.Delay(10, Cancel);
        }

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        embedder.Waits = TimeSpan.Zero;
        Assert.Equal(1, await backfill.StepAsync(Cancel));
        Assert.Equal(0, await backfill.StepAsync(Cancel));
    }

    [Fact]
    public async Task An_embedder_that_loses_texts_is_a_failure_and_not_an_endless_loop()
    {
        await index.PublishAsync(Version("a"), "Leave.", "Travel.");
        VectorBackfill backfill = new(index, Options.Create(new RetrievalOptions()), TimeProvider.System, NullLogger<VectorBackfill>.Instance, embedder);
        embedder.Loses = 1;

        await Assert.ThrowsAsync<InvalidOperationException>(() => backfill.RunAsync(Cancel));
    }

    private static Passage Passage(string id) => Some.Passage(id);

    private QuestionEmbedder Embedder() => new(Options.Create(new RetrievalOptions()), clock, NullLogger<QuestionEmbedder>.Instance, embedder);

    private Task<RetrievedPassages> RetrieveAsync(string question, RetrievalMode mode = RetrievalMode.Hybrid, QuestionEmbedder? embedding = null) =>
        new HybridRetriever(index, embedding ?? Embedder(), Options.Create(new RetrievalOptions())).RetrieveAsync(new(question, Asker.Anonymous), 3, mode, Cancel);

    private async Task FillAsync()
    {
        await index.PublishAsync(Version("hr"), "Annual leave is earned.");
        await index.PublishAsync(Version("trips"), "The travel card pays.");
        await index.PublishAsync(Version("it"), "An incident is reported.");
        VectorBackfill backfill = new(index, Options.Create(new RetrievalOptions()), clock, NullLogger<VectorBackfill>.Instance, embedder);
        while (await backfill.StepAsync(Cancel) > 0)
        {
        }
    }
}

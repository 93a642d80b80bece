using System.Numerics.Tensors;
using Assistant.Inference.Embeddings;
using Assistant.Inference.Gguf;
using Assistant.Inference.Tests.Fixtures;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Assistant.Inference.Tests.Embeddings;

/// <summary>Embedders with random weights: what a file says of itself decides how it is read.</summary>
public sealed class TinyEmbedderTests : IDisposable
{
    private readonly TempFolder folder = new();
    private readonly CancellationToken cancellation = TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task The_file_says_how_the_vectors_of_tokens_become_one()
    {
        List<float[]> vectors = [];
        foreach (var pooling in (uint[])[TinyBert.Mean, TinyBert.First, TinyBert.Last])
        {
            await using var embedder = Embedder(TinyBert.Writer(pooling));
            var vector = (await embedder.GenerateAsync(["how many days of leave"], cancellationToken: cancellation))[0].Vector.ToArray();
            Assert.Equal(1, TensorPrimitives.Norm(vector), tolerance: 1e-5);
            Assert.All(vectors, other => Assert.True(TensorPrimitives.Dot(other, vector) < 0.99));
            vectors.Add(vector);
        }
    }

    [Fact]
    public async Task A_decoder_that_says_how_it_pools_is_an_embedder_and_remembers_nothing_between_texts()
    {
        await using var embedder = Embedder(TinyGguf.Writer().Add("llama.pooling_type", TinyBert.Last));
        string[] texts = ["the assistant answers questions", "cites the passages", "the assistant answers questions", string.Concat(Enumerable.Repeat("carry ", 2000))];

        var together = await embedder.GenerateAsync(texts, cancellationToken: cancellation);

        Assert.Equal(together[0].Vector.ToArray(), together[2].Vector.ToArray());
        Assert.Equal(together[1].Vector.ToArray(), (await embedder.GenerateAsync([texts[1]], cancellationToken: cancellation))[0].Vector.ToArray());
        Assert.True(TensorPrimitives.Dot(together[0].Vector.Span, together[1].Vector.Span) < 0.999);
        Assert.True((bool)together[3].AdditionalProperties![LocalEmbeddingGenerator.Truncated]!);
    }

    [Fact]
    public async Task A_file_that_comes_late_is_read_then()
    {
        LocalModelsOptions options = new() { Embedder = folder.File("late.gguf") };
        await using LocalEmbeddingGenerator embedder = new(Local.Runtime(), Options.Create(options), TimeProvider.System, NullLogger<LocalEmbeddingGenerator>.Instance);
        Assert.Throws<InvalidModelFileException>(() => embedder.Metadata);

        TinyBert.Writer().WriteTo(folder.File("late.gguf"));

        Assert.Equal(64, embedder.Metadata.DefaultModelDimensions);
    }

    [Fact]
    public async Task What_gives_no_vectors_of_texts_is_refused_with_the_reason()
    {
        await Refused(TinyBert.Writer(pooling: null), "pooling_type");
        await Refused(TinyBert.Writer(pooling: 0), "pooling_type");
        await Refused(TinyBert.Writer(TinyBert.Rank), "no embedder");
        await Refused(TinyGguf.Writer(), "no embedder");
    }

    [Fact]
    public async Task Background_texts_end_also_while_answers_take_all_processors()
    {
        var runtime = Local.RuntimeOrSkip();
        await using var embedder = Embedder(TinyBert.Writer(), runtime);
        runtime.ChatActivity.Begin(Environment.ProcessorCount);

        var made = await embedder.GenerateAsync(
            Enumerable.Repeat("the soup is hot", 40), new() { AdditionalProperties = new() { [LocalEmbeddingGenerator.Background] = true } }, cancellation);

        Assert.Equal(40, made.Count);
    }

    [Fact]
    public async Task More_than_the_settings_read_is_cut()
    {
        await using var embedder = Embedder(TinyBert.Writer(), configure: options => options.EmbedderTokens = 16);

        var made = await embedder.GenerateAsync([string.Join(' ', Enumerable.Repeat("soup", 14)), string.Join(' ', Enumerable.Repeat("soup", 15))], cancellationToken: cancellation);

        Assert.Null(made[0].AdditionalProperties);
        Assert.NotNull(made[1].AdditionalProperties);
        Assert.Equal(32, made.Usage!.InputTokenCount);
        Assert.Equal(made[0].Vector.ToArray(), made[1].Vector.ToArray());
    }

    private LocalEmbeddingGenerator Embedder(GgufWriter writer, LlamaRuntime? runtime = null, Action<LocalModelsOptions>? configure = null)
    {
        LocalModelsOptions options = new() { Embedder = writer.WriteTo(folder.File(Guid.NewGuid().ToString("N") + ".gguf")) };
        configure?.Invoke(options);
        return new(runtime ?? Local.RuntimeOrSkip(), Options.Create(options), TimeProvider.System, NullLogger<LocalEmbeddingGenerator>.Instance);
    }

    private async Task Refused(GgufWriter writer, string reason)
    {
        await using var wrong = Embedder(writer);
        Assert.Contains(reason, (await Assert.ThrowsAsync<InvalidModelFileException>(() => wrong.LoadAsync(cancellation))).Message, StringComparison.Ordinal);
    }
}

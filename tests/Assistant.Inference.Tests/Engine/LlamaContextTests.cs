using Assistant.Inference.Engine;
using Assistant.Inference.Gguf;
using Assistant.Inference.Tests.Fixtures;

namespace Assistant.Inference.Tests.Engine;

/// <summary>Each case that ends the process in llama.cpp is refused before it gets there.</summary>
public sealed class LlamaContextTests : IDisposable
{
    private readonly TempFolder folder = new();
    private readonly LlamaModel model;

    public LlamaContextTests() => model = Local.Load(TinyGguf.Writer().WriteTo(folder.File("tiny.gguf")));

    public void Dispose()
    {
        model.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void A_batch_larger_than_the_context_takes_is_refused()
    {
        using LlamaContext context = new(model, new() { ContextTokens = 512, BatchTokens = 8 });
        using TokenBatch batch = new(context.Limits with { Tokens = 9 });
        for (var position = 0; position < 9; position++)
        {
            batch.Add(65, position, 0, output: position == 8);
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => context.Decode(batch));
        batch.Clear();
        Assert.Throws<ArgumentOutOfRangeException>(() => context.Decode(batch));
    }

    [Fact]
    public void Logits_are_read_only_where_they_were_computed()
    {
        using LlamaContext context = new(model, new() { ContextTokens = 256, BatchTokens = 8 });
        using TokenBatch batch = new(context.Limits);
        Assert.Throws<ArgumentOutOfRangeException>(() => context.Logits(0).Length);
        batch.Add(65, 0, 0, output: false);
        batch.Add(66, 1, 0, output: true);
        context.Decode(batch);

        Assert.Equal(model.Vocabulary.Count, context.Logits(1).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => context.Logits(0).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => context.Logits(-1).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => context.Logits(7).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => context.Vector(0).Length);
    }

    [Fact]
    public void Sequences_that_do_not_exist_are_refused()
    {
        using LlamaContext context = new(model, new() { ContextTokens = 256, BatchTokens = 8, Sequences = 2 });

        Assert.Throws<ArgumentOutOfRangeException>(() => context.Forget(2, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => context.Forget(300, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => context.Forget(-1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => context.Forget(0, -1));
        Assert.True(context.Forget(1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LlamaContext(model, new() { ContextTokens = 256, BatchTokens = 8, Sequences = 300 }));
    }

    [Fact]
    public void A_context_that_does_not_fit_into_memory_is_refused_before_it_is_made()
    {
        var refusal = Assert.Throws<LocalModelException>(() => new LlamaContext(model, new() { ContextTokens = 2_000_000_000, BatchTokens = 8 }));

        // 2 layers x 2 heads x (16 + 16) x 2 bytes is 256 bytes for each token.
        Assert.Contains($"{2_000_000_000L * 256 >> 20} MiB for the context", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(256 * 512, MemoryBudget.KeyValueBytes(model.File, 512));
        Assert.Throws<LocalModelException>(() => MemoryBudget.Check(model.File, 512, availableBytes: model.File.Bytes));
        MemoryBudget.Check(model.File, 512, availableBytes: model.File.Bytes + (256 * 512));
    }

    [Fact]
    public void A_full_context_is_told_and_can_be_used_after()
    {
        using LlamaContext context = new(model, new() { ContextTokens = 256, BatchTokens = 256 });
        using TokenBatch batch = new(context.Limits);
        for (var position = 0; position < 256; position++)
        {
            batch.Add(65, position, 0, output: position == 255);
        }

        context.Decode(batch);
        Assert.Throws<ArgumentOutOfRangeException>(() => Next(256));
        Assert.True(context.Forget(0, 100));
        Next(100);

        void Next(int position)
        {
            batch.Clear();
            batch.Add(65, position, 0, output: true);
            context.Decode(batch);
        }
    }

    [Fact]
    public void A_stopped_context_ends_its_call_and_goes_on_after()
    {
        using LlamaContext context = new(model, new() { ContextTokens = 256, BatchTokens = 8 });
        using TokenBatch batch = new(context.Limits);
        batch.Add(65, 0, 0, output: true);
        context.Stop();

        Assert.Throws<OperationCanceledException>(() => context.Decode(batch));
        context.Resume();
        context.Forget(0, 0);
        context.Decode(batch);
        Assert.NotEqual(0, context.Logits(0).Length);
    }

    [Fact]
    public void Weights_that_are_no_numbers_are_told()
    {
        var bytes = TinyGguf.Writer().ToBytes();
        // The last tensor is the last layer's way down: not-a-number in it reaches every logit.
        bytes.AsSpan(bytes.Length - 4096).Fill(0xFF);
        File.WriteAllBytes(folder.File("nan.gguf"), bytes);
        using var damaged = Local.Load(folder.File("nan.gguf"));
        using LlamaContext context = new(damaged, new() { ContextTokens = 256, BatchTokens = 8 });
        using TokenBatch batch = new(context.Limits);
        batch.Add(65, 0, 0, output: true);
        context.Decode(batch);

        var refusal = Assert.Throws<LocalModelException>(() => context.Logits(0).Length);
        Assert.Contains("weights are damaged", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_lives_as_long_as_its_contexts()
    {
        var own = Local.Load(folder.File("tiny.gguf"));
        using LlamaContext context = new(own, new() { ContextTokens = 256, BatchTokens = 8 });
        using TokenBatch batch = new(context.Limits);
        own.Dispose();
        batch.Add(65, 0, 0, output: true);

        context.Decode(batch);

        Assert.Equal(context.Limits.Vocabulary, own.File.Tokens.Count);
    }

    [Fact]
    public void Text_and_embeddings_are_not_mixed_up()
    {
        using LlamaContext context = new(model, new() { ContextTokens = 256, BatchTokens = 8 });
        using TokenBatch batch = new(context.Limits);
        batch.Add(65, 0, 0, output: true);

        Assert.Throws<InvalidOperationException>(() => context.Encode(batch));
    }

    [Fact]
    public void An_encoder_takes_no_position_beyond_what_it_was_trained_on()
    {
        using var embedder = Local.Load(ModelPaths.ShippedEmbedder);
        using LlamaContext context = new(embedder, new() { ContextTokens = 2048, BatchTokens = 2048, Sequences = 16, Embeddings = true });
        using TokenBatch batch = new(context.Limits);

        Assert.Equal(512, context.Limits.Positions);
        Assert.Throws<ArgumentOutOfRangeException>(() => batch.Add(101, 512, 0, output: true));
        Assert.Throws<ArgumentOutOfRangeException>(() => context.Vector(0).Length);
        batch.Add(101, 0, 0, output: true);
        batch.Add(102, 1, 0, output: true);
        Assert.Throws<InvalidOperationException>(() => context.Decode(batch));
        context.Encode(batch);
        Assert.Equal(384, context.Vector(0).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => context.Vector(1).Length);
        Assert.True(context.Forget(0, 0));
    }

    [Fact]
    public void A_text_has_the_same_vector_on_one_thread_and_on_several()
    {
        using var embedder = Local.Load(ModelPaths.ShippedEmbedder);
        using LlamaContext context = new(embedder, new() { ContextTokens = 512, BatchTokens = 512, Embeddings = true, Threads = 3 });
        using TokenBatch batch = new(context.Limits);
        Random random = new(1);
        foreach (var length in (int[])[3, 12, 33, 250])
        {
            batch.Clear();
            for (var position = 0; position < length; position++)
            {
                batch.Add(position == 0 ? 101 : position == length - 1 ? 102 : random.Next(2_000, 20_000), position, 0, output: true);
            }

            var vectors = new float[3][];
            for (var threads = 1; threads <= 3; threads++)
            {
                context.Use(threads);
                context.Encode(batch);
                vectors[threads - 1] = context.Vector(0).ToArray();
            }

            Assert.Equal(vectors[0], vectors[1]);
            Assert.Equal(vectors[0], vectors[2]);
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => context.Use(4));
    }

    [Fact]
    public void Files_that_abort_while_loading_are_found_before()
    {
        var tokens = TinyGguf.Writer().WriteTo(folder.File("t.gguf"));
        var words = GgufFile.Open(tokens).Tokens.ToArray();
        words[7] = words[8];

        Refused(TinyGguf.Writer().Set("tokenizer.ggml.tokens", words), "same token twice");
        Refused(TinyGguf.Writer().Set("tokenizer.ggml.token_type", new[] { 1, 1 }), "values of token_type");
        Refused(TinyGguf.Writer().Set("tokenizer.ggml.bos_token_id", 99_999u), "but there are");
        Refused(TinyGguf.Writer().Set("general.architecture", ""), "architecture");
        Refused(TinyGguf.Writer().Set("tokenizer.ggml.tokens", Array.Empty<string>()), "no vocabulary");
        Refused(TinyGguf.Writer().Set("tokenizer.ggml.model", "llama"), "no token for the byte");
        Refused(TinyGguf.Writer().Set("general.architecture", "nonesuch"), "can't load it");
    }

    private void Refused(GgufWriter writer, string fault)
    {
        var path = writer.WriteTo(folder.File("bad.gguf"));

        Assert.Contains(fault, Assert.Throws<InvalidModelFileException>(() => Local.Load(path)).Message, StringComparison.Ordinal);
    }
}

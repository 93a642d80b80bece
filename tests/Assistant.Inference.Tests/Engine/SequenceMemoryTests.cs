using Assistant.Inference.Engine;
using Assistant.Inference.Tests.Fixtures;

namespace Assistant.Inference.Tests.Engine;

/// <summary>Sequences are shared, cut, saved and put back, and what would end the process is refused.</summary>
public sealed class SequenceMemoryTests : IDisposable
{
    private static readonly List<int> Prompt = TinyEngine.Prompt(1, 100);

    private readonly TinyEngine tiny = new();

    public void Dispose() => tiny.Dispose();

    [Fact]
    public void A_copy_goes_on_as_the_original_would_and_outlives_it()
    {
        using var context = Context();
        using TokenBatch batch = new(context.Limits);
        Read(context, batch, sequence: 0, from: 0, to: 60);
        context.Memory.Copy(0, 5, 0, 60);
        var expected = Read(context, batch, sequence: 0, from: 60, to: 100);
        context.Memory.Forget(0);

        var actual = Read(context, batch, sequence: 5, from: 60, to: 100);

        Assert.Equal(expected, actual);
        Assert.Equal((0, 100), (context.Memory.Length(0), context.Memory.Length(5)));
    }

    [Fact]
    public void A_part_is_copied_and_a_part_forgotten()
    {
        using var context = Context();
        using TokenBatch batch = new(context.Limits);
        Read(context, batch, sequence: 0, from: 0, to: 100);

        context.Memory.Copy(0, 1, 0, 40);
        context.Memory.Forget(0, 90, 100);

        Assert.Equal((90, 40), (context.Memory.Length(0), context.Memory.Length(1)));
        Assert.True(context.Memory.Holds(1, 40));
        Assert.False(context.Memory.Holds(1, 41));
        Assert.False(context.Memory.Holds(2, 1));
    }

    [Fact]
    public void What_was_saved_goes_on_in_another_context()
    {
        using var context = Context();
        using TokenBatch batch = new(context.Limits);
        Read(context, batch, sequence: 0, from: 0, to: 60);
        var state = context.Memory.Save(0);
        var expected = Read(context, batch, sequence: 0, from: 60, to: 100);
        using var other = Context();
        using TokenBatch otherBatch = new(other.Limits);

        Assert.True(other.Memory.Restore(3, state));

        Assert.True(other.Memory.Holds(3, 60));
        Assert.Equal(expected, Read(other, otherBatch, sequence: 3, from: 60, to: 100));
    }

    [Fact]
    public void A_saved_state_that_was_cut_short_is_refused()
    {
        using var context = Context();
        using TokenBatch batch = new(context.Limits);
        Read(context, batch, sequence: 0, from: 0, to: 60);
        var state = context.Memory.Save(0);

        Assert.False(context.Memory.Restore(1, state.AsSpan(0, state.Length / 2)));
        Assert.Equal(0, context.Memory.Length(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => context.Memory.Restore(1, []));
    }

    [Fact]
    public void Sequences_and_ranges_that_do_not_exist_are_refused()
    {
        using var context = Context();
        var memory = context.Memory;

        foreach (var sequence in new[] { -1, 8, 300 })
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => memory.Length(sequence));
            Assert.Throws<ArgumentOutOfRangeException>(() => memory.Forget(sequence));
            Assert.Throws<ArgumentOutOfRangeException>(() => memory.Forget(sequence, 0, 1));
            Assert.Throws<ArgumentOutOfRangeException>(() => memory.Copy(sequence, 0, 0, 1));
            Assert.Throws<ArgumentOutOfRangeException>(() => memory.Copy(0, sequence, 0, 1));
            Assert.Throws<ArgumentOutOfRangeException>(() => memory.Save(sequence));
            Assert.Throws<ArgumentOutOfRangeException>(() => memory.Restore(sequence, [1]));
        }

        // Only kept, not computed: llama.cpp would save what it then refuses.
        Assert.Throws<ArgumentOutOfRangeException>(() => memory.Save(2));
        Assert.Throws<ArgumentOutOfRangeException>(() => memory.Copy(0, 1, -1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => memory.Copy(0, 1, 2, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => memory.Forget(0, -1, 1));
    }

    [Fact]
    public void More_outputs_than_the_context_has_room_for_are_refused()
    {
        using var context = Context();
        using TokenBatch batch = new(context.Limits);
        batch.Add(65, 0, 0, output: true);
        batch.Add(65, 0, 1, output: true);

        Assert.Throws<ArgumentOutOfRangeException>(() => batch.Add(65, 0, 2, output: true));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LlamaContext(tiny.Model, new() { ContextTokens = 256, BatchTokens = 8, Sequences = 3, Outputs = 2 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LlamaContext(tiny.Model, new() { ContextTokens = 256, BatchTokens = 8, Sequences = 200, KeptSequences = 100 }));
    }

    private static float[] Read(LlamaContext context, TokenBatch batch, int sequence, int from, int to)
    {
        batch.Clear();
        for (var position = from; position < to; position++)
        {
            batch.Add(Prompt[position], position, sequence, output: position == to - 1);
        }

        context.Decode(batch);
        return context.Logits(to - from - 1).ToArray();
    }

    private LlamaContext Context() =>
        new(tiny.Model, new() { ContextTokens = 512, BatchTokens = 128, Sequences = 2, KeptSequences = 6, Outputs = 2, FlashAttention = true });
}

using Assistant.Inference.Engine;

namespace Assistant.Inference.Tests.Engine;

public class TokenBatchTests
{
    private static readonly BatchLimits Limits = new(Tokens: 2, Vocabulary: 10, Positions: 5, Sequences: 3);

    [Theory]
    [InlineData(10, 0, 0)]
    [InlineData(-1, 0, 0)]
    [InlineData(0, 5, 0)]
    [InlineData(0, -1, 0)]
    [InlineData(0, 0, 3)]
    [InlineData(0, 0, -1)]
    public void What_would_abort_the_process_is_refused(int token, int position, int sequence)
    {
        using TokenBatch batch = new(Limits);

        Assert.Throws<ArgumentOutOfRangeException>(() => batch.Add(token, position, sequence, output: true));
        Assert.Equal(0, batch.Count);
    }

    [Fact]
    public void A_full_batch_takes_no_more()
    {
        using TokenBatch batch = new(Limits);
        batch.Add(1, 0, 0, output: false);
        batch.Add(2, 1, 0, output: true);

        Assert.Throws<ArgumentOutOfRangeException>(() => batch.Add(3, 2, 0, output: false));
        Assert.Equal([1], batch.Outputs);
        batch.Clear();
        Assert.Equal((0, 2), (batch.Count, batch.Free));
    }

    [Fact]
    public void A_disposed_batch_is_not_used()
    {
        TokenBatch batch = new(Limits);
        batch.Dispose();
        batch.Dispose();

        Assert.Throws<ObjectDisposedException>(() => batch.Add(1, 0, 0, output: false));
        Assert.Throws<ObjectDisposedException>(() => batch.Native);
    }
}

using Assistant.Inference.Scheduling;

namespace Assistant.Inference.Tests.Scheduling;

public sealed class ReadingPaceTests
{
    [Theory]
    [InlineData(128, 900, 128)]
    [InlineData(512, 1_500, 256)]
    [InlineData(512, 100, 512)]
    [InlineData(128, 9_000, 64)]
    [InlineData(128, 0, 512)]
    [InlineData(20, 9_000, 128)]
    public void A_step_beside_writers_takes_a_moment(int tokens, int milliseconds, int next)
    {
        ReadingPace pace = new(512);
        Assert.Equal(128, pace.Tokens);

        pace.Took(tokens, TimeSpan.FromMilliseconds(milliseconds));

        Assert.Equal(next, pace.Tokens);
    }

    [Fact]
    public void It_is_never_more_than_a_step_alone()
    {
        ReadingPace pace = new(64);

        Assert.Equal(64, pace.Tokens);
        pace.Took(128, TimeSpan.FromMilliseconds(1));

        Assert.Equal(64, pace.Tokens);
    }

    [Fact]
    public void One_slow_step_does_not_change_it_at_once()
    {
        ReadingPace pace = new(512);
        pace.Took(128, TimeSpan.FromMilliseconds(400));
        pace.Took(128, TimeSpan.FromMilliseconds(800));

        // 900 ms at 3.125 + 0.2 * 3.125 ms a token.
        Assert.Equal(192, pace.Tokens);
    }
}

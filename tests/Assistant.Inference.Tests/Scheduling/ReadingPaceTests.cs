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

    [Theory]
    [InlineData(400, 2, 192)]
    [InlineData(0, 7.03, 128)]
    [InlineData(20, 30, 64)]
    [InlineData(50, 0.5, 512)]
    public void It_comes_to_rest_where_a_step_takes_a_moment_also_after_a_slow_beginning(double fixedMs, double tokenMs, int end)
    {
        ReadingPace pace = new(512);
        pace.Took(128, TimeSpan.FromSeconds(20));
        for (var step = 0; step < 100; step++)
        {
            pace.Took(pace.Tokens, TimeSpan.FromMilliseconds(fixedMs + (tokenMs * pace.Tokens)));
        }

        Assert.Equal(end, pace.Tokens);
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
        pace.Took(512, TimeSpan.FromMilliseconds(1_500));

        pace.Took(256, TimeSpan.FromMilliseconds(3_000));

        // 307 tokens fit into a moment, then 77: a fifth of the way.
        Assert.Equal(256, pace.Tokens);
    }
}

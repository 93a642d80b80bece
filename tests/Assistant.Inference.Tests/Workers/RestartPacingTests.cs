using Assistant.Inference.Workers;
using Microsoft.Extensions.Time.Testing;

namespace Assistant.Inference.Tests.Workers;

public sealed class RestartPacingTests
{
    private readonly FakeTimeProvider time = new();

    [Fact]
    public void The_first_death_is_met_at_once()
    {
        RestartPacing pacing = new(time, () => 1);

        pacing.Died(TimeSpan.FromHours(1));

        Assert.Equal(TimeSpan.Zero, pacing.Wait);
    }

    [Fact]
    public void Deaths_in_a_row_are_met_ever_later_and_never_after_more_than_half_a_minute()
    {
        RestartPacing pacing = new(time, () => 1);
        List<double> waits = [];

        for (var death = 0; death < 10; death++)
        {
            pacing.Died(TimeSpan.Zero);
            waits.Add(pacing.Wait.TotalSeconds);
        }

        Assert.Equal([0, 0.5, 1, 2, 4, 8, 16, 30, 30, 30], waits);
    }

    [Fact]
    public void Chance_shortens_a_wait_by_half_at_most()
    {
        RestartPacing pacing = new(time, () => 0);

        pacing.Died(TimeSpan.Zero);
        pacing.Died(TimeSpan.Zero);

        Assert.Equal(TimeSpan.FromMilliseconds(250), pacing.Wait);
    }

    [Fact]
    public void A_wait_passes_with_the_time()
    {
        RestartPacing pacing = new(time, () => 1);
        pacing.Died(TimeSpan.Zero);
        pacing.Died(TimeSpan.Zero);

        time.Advance(TimeSpan.FromMilliseconds(500));

        Assert.Equal(TimeSpan.Zero, pacing.Wait);
    }

    [Fact]
    public void Who_lived_long_died_of_something_new()
    {
        RestartPacing pacing = new(time, () => 1);
        pacing.Died(TimeSpan.Zero);
        pacing.Died(TimeSpan.Zero);

        pacing.Died(TimeSpan.FromMinutes(2));

        Assert.Equal((TimeSpan.Zero, 1), (pacing.Wait, pacing.InARow));
    }
}

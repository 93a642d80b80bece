using Assistant.Server.Home;
using Assistant.Server.Tests.Fakes;

namespace Assistant.Server.Tests;

public class VectorUpkeepTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_ingests_waits_for_the_vectors_of_the_own_documents_only()
    {
        PublishedOnly index = new(new("mine", "v1", 3, 3), new("another", "v1", 2_000, 10));
        VectorUpkeep upkeep = new(index, TimeProvider.System, _ => Task.CompletedTask);

        List<WorkEvent> steps = [];
        await foreach (var step in upkeep.WatchAsync(new HashSet<string> { "mine" }, Cancellation))
        {
            steps.Add(step);
        }

        Assert.Equal(new WorkEvent.Progress("Vectors", 3, 3, null), Assert.Single(steps));
    }

    [Fact]
    public async Task Without_names_all_are_waited_for()
    {
        PublishedOnly index = new(new("mine", "v1", 3, 3), new("another", "v1", 2_000, 10));
        VectorUpkeep upkeep = new(index, TimeProvider.System, _ => Task.CompletedTask);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        await using var steps = upkeep.WatchAsync(null, ending.Token).GetAsyncEnumerator(ending.Token);

        Assert.True(await steps.MoveNextAsync());

        Assert.Equal(new WorkEvent.Progress("Vectors", 13, 2_003, null), steps.Current);
        var more = steps.MoveNextAsync().AsTask();
        await Assert.ThrowsAsync<TimeoutException>(() => more.WaitAsync(TimeSpan.FromMilliseconds(500), Cancellation));
        await ending.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => more);
    }
}

using Assistant.Inference.Encoders;

namespace Assistant.Inference.Tests.Encoders;

public class LazyEngineTests
{
    private readonly CancellationToken cancellation = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whoever_comes_first_loads_and_all_get_the_same()
    {
        var loads = 0;
        await using LazyEngine<Loaded> engine = new(_ =>
        {
            Interlocked.Increment(ref loads);
            return new();
        });
        Assert.False(engine.IsLoaded);

        var all = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => engine.GetAsync(cancellation).AsTask()));

        Assert.Single(all.Distinct());
        Assert.Equal((1, true), (loads, engine.IsLoaded));
    }

    [Fact]
    public async Task A_failed_attempt_is_made_again()
    {
        var fails = true;
        await using LazyEngine<Loaded> engine = new(_ => fails ? throw new LocalModelException("not yet") : new());
        await Assert.ThrowsAsync<LocalModelException>(() => engine.GetAsync(cancellation).AsTask());

        fails = false;

        Assert.NotNull(await engine.GetAsync(cancellation));
    }

    [Fact]
    public async Task After_its_end_nothing_is_loaded_again()
    {
        LazyEngine<Loaded> engine = new(_ => new());
        var loaded = await engine.GetAsync(cancellation);

        await engine.DisposeAsync();
        await engine.DisposeAsync();

        Assert.Equal((1, false), (loaded.Ends, engine.IsLoaded));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => engine.GetAsync(cancellation).AsTask());
    }

    private sealed class Loaded : IAsyncDisposable
    {
        public int Ends { get; private set; }

        public ValueTask DisposeAsync()
        {
            Ends++;
            return ValueTask.CompletedTask;
        }
    }
}

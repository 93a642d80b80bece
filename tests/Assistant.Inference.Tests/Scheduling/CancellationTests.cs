using Assistant.Inference.Tests.Fixtures;

namespace Assistant.Inference.Tests.Scheduling;

/// <summary>Cancelling takes effect wherever a request is, and costs the others nothing.</summary>
public sealed class CancellationTests : IDisposable
{
    private readonly TinyEngine tiny = new();
    private readonly CancellationToken cancellation = TestContext.Current.CancellationToken;

    public void Dispose() => tiny.Dispose();

    [Fact]
    public async Task Nothing_is_left_of_many_requests_and_of_those_that_were_cancelled()
    {
        using var engine = tiny.Start();
        for (var round = 0; round < 40; round++)
        {
            using CancellationTokenSource source = new();
            var stopAfter = round % 5;
            var taken = 0;
            TokenRequest cancelled = new(TinyEngine.Prompt(round, 150), maxTokens: 50, cancellation: source.Token, take: _ =>
            {
                if (taken++ == stopAfter)
                {
                    source.Cancel();
                }

                return true;
            });
            var others = Enumerable.Range(0, 3).Select(number => TokenRequest.RunAsync(engine, new(TinyEngine.Prompt((1000 * round) + number, 30 + (round * 7)), maxTokens: 10))).ToList();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => TokenRequest.RunAsync(engine, cancelled));
            await Task.WhenAll(others);
            Assert.Equal(stopAfter + 1, cancelled.Tokens.Count);
        }

        var whole = TinyEngine.Prompt(7, 511);
        var last = await TokenRequest.RunAsync(engine, new(whole));
        var statistics = engine.Statistics;
        Assert.Equal((0, 0), (statistics.Running, statistics.OwnTokens));
        Assert.InRange(statistics.KeptTokens, 1, 2048);
        Assert.Equal(2, last.Tokens.Count);
        Likeliest.Assert(tiny.Model, whole, last.Tokens);
    }

    [Fact]
    public async Task A_request_that_waits_is_cancelled_at_once()
    {
        using var engine = tiny.Start(TinyEngine.Settings with { Parallel = 1 });
        using var hold = TinyEngine.Hold(engine);
        using CancellationTokenSource source = new();
        TokenRequest waiting = new(TinyEngine.Prompt(1, 10), cancellation: source.Token);
        engine.Submit(waiting.Request);

        await source.CancelAsync();

        Assert.True(waiting.Ended.IsCanceled);
        Assert.Equal(0, engine.Statistics.Waiting);
        Assert.Throws<OperationCanceledException>(() => engine.Submit(waiting.Request));
        hold.Dispose();
    }

    [Fact]
    public async Task A_prompt_that_is_being_read_can_be_cancelled_and_the_others_go_on()
    {
        using var engine = tiny.Start();
        using CancellationTokenSource source = new();
        TokenRequest reader = new(TinyEngine.Prompt(2, 480), cancellation: source.Token);
        var written = 0;
        TokenRequest writer = new(TinyEngine.Prompt(1, 20), maxTokens: 40, take: _ =>
        {
            written++;
            if (written == 3)
            {
                engine.Submit(reader.Request);
            }
            else if (written == 8)
            {
                source.Cancel();
            }

            return true;
        });

        await TokenRequest.RunAsync(engine, writer);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reader.Ended);
        Assert.Empty(reader.Tokens);
        Likeliest.Assert(tiny.Model, writer.Request.Prompt, writer.Tokens);
        Assert.InRange(engine.Statistics.ReadTokens, 20 + (4 * 32), 20 + (6 * 32));
    }

    [Fact]
    public async Task Steps_that_are_stopped_again_and_again_cost_no_answer_a_token()
    {
        using var engine = tiny.Start();
        var prompts = Enumerable.Range(0, 3).Select(number => TinyEngine.Prompt(number, 300)).ToList();
        var answers = prompts.Select(prompt => TokenRequest.RunAsync(engine, new(prompt, maxTokens: 60))).ToList();
        for (var round = 0; round < 30; round++)
        {
            using CancellationTokenSource source = new();
            TokenRequest cancelled = new(TinyEngine.Prompt(50 + round, 400), cancellation: source.Token);
            engine.Submit(cancelled.Request);
            await Task.Delay(2, cancellation);
            await source.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled.Ended);
        }

        var ended = await Task.WhenAll(answers);

        Assert.All(ended.Zip(prompts), pair => Likeliest.Assert(tiny.Model, pair.Second, pair.First.Tokens));
    }

    [Fact]
    public async Task An_engine_that_is_disposed_ends_what_runs_and_what_waits()
    {
        var engine = tiny.Start(TinyEngine.Settings with { Parallel = 1 });
        TokenRequest running = new(TinyEngine.Prompt(1, 20), maxTokens: 400), waiting = new(TinyEngine.Prompt(2, 20));
        engine.Submit(running.Request);
        engine.Submit(waiting.Request);
        await running.Begun;

        engine.Dispose();
        engine.Dispose();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => running.Ended);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => waiting.Ended);
        Assert.Throws<ObjectDisposedException>(() => engine.Submit(new TokenRequest(TinyEngine.Prompt(1, 20)).Request));
    }
}

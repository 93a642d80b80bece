using Assistant.Inference.Chat;
using Assistant.Inference.Tests.Fixtures;
using Microsoft.Extensions.Time.Testing;

namespace Assistant.Inference.Tests.Scheduling;

/// <summary>What is read once is kept once, whoever needs it.</summary>
public sealed class PrefixSharingTests : IDisposable
{
    private readonly TinyEngine tiny = new();
    private readonly FakeTimeProvider time = new();
    private readonly CancellationToken cancellation = TestContext.Current.CancellationToken;

    public void Dispose() => tiny.Dispose();

    [Fact]
    public async Task No_more_stays_beside_a_request_than_wanted_and_the_longest_unused_goes_first()
    {
        using var engine = tiny.Start(TinyEngine.Settings with { KeptTokens = 400 });
        var prompts = Enumerable.Range(1, 3).Select(seed => TinyEngine.Prompt(seed, 300)).ToList();
        foreach (var prompt in prompts)
        {
            await TokenRequest.RunAsync(engine, new(prompt));
        }

        // The last one and its answer, and beside it no more than wanted.
        Assert.InRange(engine.Statistics.KeptTokens, 300, 720);
        Assert.Equal(299, TokenRequest.Outcome(await TokenRequest.RunAsync(engine, new(prompts[2]))).CachedTokens);
        Assert.NotEqual(299, TokenRequest.Outcome(await TokenRequest.RunAsync(engine, new(prompts[0]))).CachedTokens);
    }

    [Fact]
    public async Task A_beginning_that_was_read_is_not_read_again()
    {
        using var engine = tiny.Start();
        var system = TinyEngine.Prompt(1, 300);
        List<int> first = [.. system, .. TinyEngine.Prompt(2, 40)], second = [.. system, .. TinyEngine.Prompt(3, 50)];

        var cold = await TokenRequest.RunAsync(engine, new(first));
        var warm = await TokenRequest.RunAsync(engine, new(second));
        var again = await TokenRequest.RunAsync(engine, new(first));

        // The last token of a prompt is always computed, because what follows it is wanted.
        Assert.Equal((0, 300, 339), (TokenRequest.Outcome(cold).CachedTokens, TokenRequest.Outcome(warm).CachedTokens, TokenRequest.Outcome(again).CachedTokens));
        Likeliest.Assert(tiny.Model, second, warm.Tokens);
        Assert.Equal(cold.Tokens, again.Tokens);
    }

    [Fact]
    public async Task A_conversation_goes_on_from_what_was_written()
    {
        using var engine = tiny.Start();
        var first = TinyEngine.Prompt(1, 100);
        var answer = await TokenRequest.RunAsync(engine, new(first, maxTokens: 30));

        List<int> second = [.. first, .. answer.Tokens, .. TinyEngine.Prompt(2, 20)];
        var next = await TokenRequest.RunAsync(engine, new(second));

        // The last token that was written was never computed.
        Assert.Equal(129, TokenRequest.Outcome(next).CachedTokens);
        Likeliest.Assert(tiny.Model, second, next.Tokens);
    }

    [Fact]
    public async Task What_is_being_read_for_one_is_not_read_for_the_others_beside_it()
    {
        using var engine = tiny.Start();
        var sources = TinyEngine.Prompt(1, 400);
        using var hold = TinyEngine.Hold(engine);
        var prompts = Enumerable.Range(0, 3).Select(number => (List<int>)[.. sources, .. TinyEngine.Prompt(10 + number, 30)]).ToList();
        var answers = prompts.Select(prompt => TokenRequest.RunAsync(engine, new(prompt))).ToList();
        hold.Dispose();

        var ended = await Task.WhenAll(answers);

        // The last few tokens of what they share are not worth waiting for.
        Assert.InRange(ended.Sum(answer => TokenRequest.Outcome(answer).CachedTokens), 2 * (400 - 32), 2 * 400);
        Assert.All(ended.Zip(prompts), pair => Likeliest.Assert(tiny.Model, pair.Second, pair.First.Tokens));
    }

    [Fact]
    public async Task The_beginning_that_is_used_most_stays_when_memory_is_short()
    {
        using var engine = tiny.Start(TinyEngine.Settings with { Cells = 768 });
        var system = TinyEngine.Prompt(1, 200);
        var cached = 0;
        for (var number = 0; number < 12; number++)
        {
            List<int> prompt = [.. system, .. TinyEngine.Prompt(100 + number, 180)];
            var answer = await TokenRequest.RunAsync(engine, new(prompt, maxTokens: 8));
            cached += TokenRequest.Outcome(answer).CachedTokens;
            Likeliest.Assert(tiny.Model, prompt, answer.Tokens);
            Assert.InRange(engine.Statistics.KeptTokens, 0, 768);
        }

        Assert.Equal(11 * 200, cached);
    }

    [Fact]
    public async Task Requests_that_together_need_more_memory_than_there_is_all_come_to_their_end()
    {
        using var engine = tiny.Start(TinyEngine.Settings with { Cells = 768 });
        var prompts = Enumerable.Range(0, 8).Select(number => TinyEngine.Prompt(number, 60)).ToList();

        // Four times 60 + 400 tokens do not fit into 768.
        var answers = await Task.WhenAll(prompts.Select(prompt => TokenRequest.RunAsync(engine, new(prompt, maxTokens: 400))));

        Assert.All(answers, answer => Assert.Equal(400, answer.Tokens.Count));
        Assert.All(answers.Zip(prompts), pair => Likeliest.Assert(tiny.Model, pair.Second, pair.First.Tokens));
    }

    [Fact]
    public async Task An_idle_engine_gives_its_memory_back_and_takes_it_again()
    {
        using var engine = tiny.Start(time: time);
        var before = await TokenRequest.RunAsync(engine, new(TinyEngine.Prompt(1, 100)));
        Assert.True(engine.IsContextLoaded);
        while (engine.IsContextLoaded)
        {
            time.Advance(TimeSpan.FromMinutes(6));
            await Task.Delay(5, cancellation);
        }

        var after = await TokenRequest.RunAsync(engine, new(TinyEngine.Prompt(1, 100)));

        Assert.Equal(0, TokenRequest.Outcome(after).CachedTokens);
        Assert.Equal(before.Tokens, after.Tokens);
    }

    [Fact]
    public async Task A_reproducible_engine_gives_the_same_tokens_whatever_came_before()
    {
        var settings = TinyEngine.Settings with { Parallel = 1, Reproducible = true };
        SamplingSettings hot = new() { Temperature = 1, Seed = 3 };
        List<int> prompt = [.. TinyEngine.Prompt(1, 290), .. TinyEngine.Prompt(2, 45)];
        using var fresh = tiny.Start(settings);
        var expected = await TokenRequest.RunAsync(fresh, new(prompt, maxTokens: 60, sampling: hot));
        using var engine = tiny.Start(settings);
        await TokenRequest.RunAsync(engine, new([.. TinyEngine.Prompt(1, 290), .. TinyEngine.Prompt(3, 100)], maxTokens: 30));

        var cached = await TokenRequest.RunAsync(engine, new(prompt, maxTokens: 60, sampling: hot));
        await TokenRequest.RunAsync(engine, new(TinyEngine.Prompt(4, 130)));
        var cold = await TokenRequest.RunAsync(engine, new(prompt, maxTokens: 60, sampling: hot));

        Assert.Equal((256, 0), (TokenRequest.Outcome(cached).CachedTokens, TokenRequest.Outcome(cold).CachedTokens));
        Assert.Equal(expected.Tokens, cached.Tokens);
        Assert.Equal(expected.Tokens, cold.Tokens);
    }
}

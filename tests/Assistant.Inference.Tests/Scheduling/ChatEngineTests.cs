using Assistant.Inference.Scheduling;
using Assistant.Inference.Tests.Fixtures;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Assistant.Inference.Tests.Scheduling;

/// <summary>Many requests at once: fair, bounded, and each with its own answer.</summary>
public sealed class ChatEngineTests : IDisposable
{
    private readonly TinyEngine tiny = new();
    private readonly FakeTimeProvider time = new();

    public void Dispose() => tiny.Dispose();

    [Fact]
    public async Task Requests_that_run_together_get_the_tokens_that_each_gets_alone()
    {
        var prompts = Enumerable.Range(0, 24).Select(number => TinyEngine.Prompt(number, 20 + (number * 13))).ToList();
        using var engine = tiny.Start();

        var answers = await Task.WhenAll(prompts.Select(prompt => TokenRequest.RunAsync(engine, new(prompt, maxTokens: 20))));

        Assert.True(answers.Select(answer => string.Join(' ', answer.Tokens)).Distinct().Count() > 20);
        Assert.All(answers.Zip(prompts), pair => Likeliest.Assert(tiny.Model, pair.Second, pair.First.Tokens));
        Assert.All(answers, answer => Assert.Equal((EngineEnding.Length, 20, 20), (TokenRequest.Outcome(answer).Ending, TokenRequest.Outcome(answer).WrittenTokens, answer.Tokens.Count)));
    }

    [Fact]
    public async Task A_long_prompt_does_not_hold_up_the_answers_beside_it()
    {
        using var engine = tiny.Start();
        var written = 0;
        var writtenWhenItBegan = 0;
        TokenRequest reader = new(TinyEngine.Prompt(2, 480), maxTokens: 2, take: _ =>
        {
            writtenWhenItBegan = Math.Max(writtenWhenItBegan, written);
            return true;
        });
        TokenRequest writer = new(TinyEngine.Prompt(1, 20), maxTokens: 100, take: _ =>
        {
            if (++written == 5)
            {
                engine.Submit(reader.Request);
            }

            return true;
        });

        await TokenRequest.RunAsync(engine, writer);
        await reader.Ended;

        // 480 tokens at 32 in a step are 15 steps, each of which wrote a token.
        Assert.InRange(writtenWhenItBegan, 5 + 15, 5 + 15 + 2);
        Likeliest.Assert(tiny.Model, writer.Request.Prompt, writer.Tokens);
        Likeliest.Assert(tiny.Model, reader.Request.Prompt, reader.Tokens);
    }

    [Fact]
    public async Task A_full_queue_refuses_at_once_and_says_when_to_come_back()
    {
        using var engine = tiny.Start(TinyEngine.Settings with { Parallel = 1, QueueLimit = 2 });
        using var hold = TinyEngine.Hold(engine);
        var waiting = Enumerable.Range(0, 2).Select(number => TokenRequest.RunAsync(engine, new(TinyEngine.Prompt(number, 10)))).ToList();

        var refusal = Assert.Throws<EngineBusyException>(() => engine.Submit(new TokenRequest(TinyEngine.Prompt(9, 10)).Request));

        Assert.InRange(refusal.RetryAfter, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(2));
        Assert.Contains("2 requests are waiting", refusal.Message, StringComparison.Ordinal);
        Assert.Equal((1, 2), (engine.Statistics.Running, engine.Statistics.Waiting));
        hold.Dispose();
        await Task.WhenAll(waiting);
        await TokenRequest.RunAsync(engine, new(TinyEngine.Prompt(9, 10)));
    }

    [Fact]
    public async Task Waiting_does_not_count_as_running_in_what_the_next_one_is_told()
    {
        using var engine = tiny.Start(TinyEngine.Settings with { Parallel = 1, QueueLimit = 1 }, time);
        var slow = TinyEngine.Hold(engine);
        var waited = TokenRequest.RunAsync(engine, new(TinyEngine.Prompt(1, 10)));
        time.Advance(TimeSpan.FromSeconds(100));
        slow.Dispose();
        await waited;
        using var hold = TinyEngine.Hold(engine);
        var waiting = TokenRequest.RunAsync(engine, new(TinyEngine.Prompt(2, 10)));

        var refusal = Assert.Throws<EngineBusyException>(() => engine.Submit(new TokenRequest(TinyEngine.Prompt(9, 10)).Request));

        // The average of 5 s becomes 24 s by the one that ran for 100 s and 19 s by the one that only waited, and there are two before: with
        // the waiting counted it would be 79 s.
        Assert.InRange(refusal.RetryAfter, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(50));
        hold.Dispose();
        await waiting;
    }

    [Fact]
    public async Task A_caller_with_many_requests_does_not_hold_up_another()
    {
        using var engine = tiny.Start(TinyEngine.Settings with { Parallel = 1 });
        using var hold = TinyEngine.Hold(engine);
        List<string> order = [];
        var greedy = Enumerable.Range(0, 5).Select(number => Run("greedy", number)).ToList();
        var modest = Run("modest", 99);
        hold.Dispose();

        await Task.WhenAll([.. greedy, modest]);

        Assert.Equal(1, order.IndexOf("modest"));

        Task Run(string caller, int number) => TokenRequest.RunAsync(engine, new(TinyEngine.Prompt(number, 10), maxTokens: 1, caller: caller, take: _ =>
        {
            order.Add(caller);
            return true;
        }));
    }

    [Fact]
    public async Task An_answer_ends_where_its_context_is_full()
    {
        using var engine = tiny.Start();

        var answer = await TokenRequest.RunAsync(engine, new(TinyEngine.Prompt(1, 500), maxTokens: 100));

        Assert.Equal((EngineEnding.Length, 13), (TokenRequest.Outcome(answer).Ending, answer.Tokens.Count));
        Assert.Throws<ArgumentOutOfRangeException>(() => engine.Submit(new TokenRequest(TinyEngine.Prompt(1, 512)).Request));
        Assert.Throws<ArgumentOutOfRangeException>(() => engine.Submit(new TokenRequest([]).Request));
    }

    [Fact]
    public async Task No_answer_is_longer_than_the_settings_allow()
    {
        using var engine = tiny.Start(TinyEngine.Settings with { AnswerTokens = 7 });

        Assert.Equal(7, (await TokenRequest.RunAsync(engine, new(TinyEngine.Prompt(1, 20), maxTokens: 100))).Tokens.Count);
    }

    [Fact]
    public async Task A_turn_ends_with_the_token_that_ends_it_or_when_the_reader_has_enough()
    {
        using var engine = tiny.Start();
        var whole = await TokenRequest.RunAsync(engine, new(TinyEngine.Prompt(1, 20), maxTokens: 10));

        var turn = await TokenRequest.RunAsync(engine, new(TinyEngine.Prompt(1, 20), maxTokens: 10, ends: new HashSet<int> { whole.Tokens[4] }));
        var enough = await TokenRequest.RunAsync(engine, new(TinyEngine.Prompt(1, 20), maxTokens: 10, take: token => token != whole.Tokens[4]));

        var at = whole.Tokens.ToList().IndexOf(whole.Tokens[4]);
        Assert.Equal((EngineEnding.Stop, at), (TokenRequest.Outcome(turn).Ending, turn.Tokens.Count));
        Assert.Equal((EngineEnding.Stop, at + 1), (TokenRequest.Outcome(enough).Ending, enough.Tokens.Count));
    }

    [Fact]
    public async Task What_one_reader_does_wrong_is_told_to_that_one()
    {
        using var engine = tiny.Start();
        var good = TokenRequest.RunAsync(engine, new(TinyEngine.Prompt(1, 20), maxTokens: 30));

        await Assert.ThrowsAsync<FormatException>(() => TokenRequest.RunAsync(engine, new(TinyEngine.Prompt(2, 20), take: _ => throw new FormatException())));

        Likeliest.Assert(tiny.Model, TinyEngine.Prompt(1, 20), (await good).Tokens);
    }

    [Fact]
    public async Task Weights_that_are_no_numbers_end_in_an_error_each_time()
    {
        var bytes = TinyGguf.Writer().ToBytes();
        bytes.AsSpan(bytes.Length - 4096).Fill(0xFF);
        File.WriteAllBytes(tiny.Folder.File("nan.gguf"), bytes);
        using var damaged = Local.Load(tiny.Folder.File("nan.gguf"));
        using ChatEngine engine = new(damaged, TinyEngine.Settings, new(), TimeProvider.System, NullLogger.Instance);

        for (var round = 0; round < 2; round++)
        {
            var refusal = await Assert.ThrowsAsync<LocalModelException>(() => TokenRequest.RunAsync(engine, new(TinyEngine.Prompt(1, 20))));
            Assert.Contains("weights are damaged", refusal.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_request_that_takes_too_long_is_cut_short_or_sent_back()
    {
        using var engine = tiny.Start(TinyEngine.Settings with { Parallel = 1 }, time);
        using ManualResetEventSlim both = new();
        TokenRequest waiting = new(TinyEngine.Prompt(2, 20));
        TokenRequest running = new(TinyEngine.Prompt(1, 20), maxTokens: 400, take: _ =>
        {
            both.Wait(TimeSpan.FromSeconds(60));
            time.Advance(TimeSpan.FromMinutes(3));
            return true;
        });
        engine.Submit(running.Request);
        engine.Submit(waiting.Request);
        both.Set();

        var outcome = await running.Ended;

        Assert.Equal((EngineEnding.Length, 4), (outcome.Ending, running.Tokens.Count));
        await Assert.ThrowsAsync<EngineBusyException>(() => waiting.Ended);
    }
}

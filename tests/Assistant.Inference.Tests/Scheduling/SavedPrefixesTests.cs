using Assistant.Inference.Scheduling;
using Assistant.Inference.Tests.Fixtures;

namespace Assistant.Inference.Tests.Scheduling;

/// <summary>What leaves the context is put aside in plain memory, and comes back as it was.</summary>
public sealed class SavedPrefixesTests : IDisposable
{
    // Keys and values of one token of the tiny model, with what llama.cpp writes beside them.
    private const int LeastBytesPerToken = 256;
    private const int MostBytesPerToken = 280;

    private readonly TinyEngine tiny = new();

    public void Dispose() => tiny.Dispose();

    [Fact]
    public async Task What_another_prompt_drives_out_of_the_context_is_not_read_again()
    {
        using var engine = Start(mostBytes: 10 << 20);
        List<int> one = TinyEngine.Prompt(1, 300), other = TinyEngine.Prompt(2, 300);
        var before = await TokenRequest.RunAsync(engine, new(one));
        await TokenRequest.RunAsync(engine, new(other));

        // Some tokens of the answer are kept as well.
        Assert.InRange(engine.Statistics.SavedBytes, 300 * LeastBytesPerToken, 400 * MostBytesPerToken);
        Assert.InRange(engine.Statistics.KeptTokens, 299, 400);
        var again = await TokenRequest.RunAsync(engine, new(one));
        List<int> longer = [.. other, .. TinyEngine.Prompt(3, 100)];
        var next = await TokenRequest.RunAsync(engine, new(longer));

        Assert.Equal((299, 300), (TokenRequest.Outcome(again).CachedTokens, TokenRequest.Outcome(next).CachedTokens));
        Assert.Equal(before.Tokens, again.Tokens);
        Likeliest.Assert(tiny.Model, longer, next.Tokens);
    }

    [Fact]
    public async Task What_two_have_in_common_is_put_aside_once()
    {
        using var engine = Start(mostBytes: 10 << 20);
        var system = TinyEngine.Prompt(1, 300);
        var prompts = Enumerable.Range(0, 5).Select(number => (List<int>)[.. system, 301 + number, .. TinyEngine.Prompt(10 + number, 79)]).ToList();
        foreach (var prompt in prompts)
        {
            await TokenRequest.RunAsync(engine, new(prompt, maxTokens: 4));
        }

        await TokenRequest.RunAsync(engine, new(TinyEngine.Prompt(99, 100)));

        Assert.InRange(engine.Statistics.SavedBytes, 700 * LeastBytesPerToken, (300 + (5 * 84)) * MostBytesPerToken);
        foreach (var prompt in prompts)
        {
            List<int> longer = [.. prompt, .. TinyEngine.Prompt(7, 60)];
            var answer = await TokenRequest.RunAsync(engine, new(longer, maxTokens: 4));
            Assert.Equal(380, TokenRequest.Outcome(answer).CachedTokens);
            Likeliest.Assert(tiny.Model, longer, answer.Tokens);
        }
    }

    [Fact]
    public async Task The_longest_unused_goes_when_its_memory_is_full()
    {
        const int Budget = 420 * MostBytesPerToken;
        using var engine = Start(Budget);
        var prompts = Enumerable.Range(1, 4).Select(seed => TinyEngine.Prompt(seed, 200)).ToList();
        foreach (var prompt in prompts)
        {
            await TokenRequest.RunAsync(engine, new(prompt, maxTokens: 2));
            Assert.InRange(engine.Statistics.SavedBytes, 0, Budget);
        }

        var recent = await TokenRequest.RunAsync(engine, new(prompts[2], maxTokens: 2));
        var oldest = await TokenRequest.RunAsync(engine, new(prompts[0], maxTokens: 2));

        Assert.Equal((199, 0), (TokenRequest.Outcome(recent).CachedTokens, TokenRequest.Outcome(oldest).CachedTokens));
    }

    [Fact]
    public async Task Nothing_is_put_aside_where_no_memory_is_given_for_it()
    {
        using var engine = Start(mostBytes: 0);
        await TokenRequest.RunAsync(engine, new(TinyEngine.Prompt(1, 300)));
        await TokenRequest.RunAsync(engine, new(TinyEngine.Prompt(2, 300)));

        Assert.Equal(0, engine.Statistics.SavedBytes);
        Assert.Equal(0, TokenRequest.Outcome(await TokenRequest.RunAsync(engine, new(TinyEngine.Prompt(1, 300)))).CachedTokens);
    }

    [Fact]
    public async Task Others_do_not_leave_for_a_few_tokens_of_a_long_beginning()
    {
        using var engine = tiny.Start(TinyEngine.Settings with { Cells = 512, KeptTokens = 0, SavedBytes = 10 << 20 });
        var one = TinyEngine.Prompt(1, 400);
        await TokenRequest.RunAsync(engine, new(one, maxTokens: 2));
        await TokenRequest.RunAsync(engine, new(TinyEngine.Prompt(2, 300), maxTokens: 2));

        var few = await TokenRequest.RunAsync(engine, new([.. one[..40], .. TinyEngine.Prompt(3, 50)], maxTokens: 2));
        var many = await TokenRequest.RunAsync(engine, new([.. one[..200], .. TinyEngine.Prompt(4, 50)], maxTokens: 2));

        Assert.Equal((0, 200), (TokenRequest.Outcome(few).CachedTokens, TokenRequest.Outcome(many).CachedTokens));
    }

    [Theory]
    [InlineData(10 << 20, 2048, 0)]
    [InlineData(100_000, 768, 0)]
    [InlineData(100_000, 768, 200)]
    public async Task Whatever_comes_and_goes_each_answer_is_that_of_its_own_prompt(int mostBytes, int cells, int keptTokens)
    {
        using var engine = tiny.Start(TinyEngine.Settings with { Cells = cells, KeptTokens = keptTokens, SavedBytes = mostBytes });
        Random random = new(4);
        List<List<int>> conversations = [.. Enumerable.Range(0, 6).Select(number => (List<int>)[.. TinyEngine.Prompt(number % 2, 80), .. TinyEngine.Prompt(50 + number, 60)])];
        var cached = 0;
        for (var round = 0; round < 15; round++)
        {
            // Some go on beside each other, some begin anew at a place in their middle.
            var asked = conversations.Where(_ => random.Next(2) == 0).ToList();
            foreach (var conversation in asked)
            {
                if (conversation.Count > 330)
                {
                    conversation.RemoveRange(70 + random.Next(100), conversation.Count - 200);
                }

                conversation.AddRange(TinyEngine.Prompt(random.Next(), 5 + random.Next(60)));
            }

            var answers = await Task.WhenAll(asked.Select(async conversation => await TokenRequest.RunAsync(engine, new([.. conversation], maxTokens: 12))));
            foreach (var (conversation, answer) in asked.Zip(answers))
            {
                Likeliest.Assert(tiny.Model, conversation, answer.Tokens);
                cached += TokenRequest.Outcome(answer).CachedTokens;
                conversation.AddRange(answer.Tokens);
            }

            Assert.InRange(engine.Statistics.SavedBytes, 0, mostBytes);
        }

        Assert.InRange(cached, 1_000, int.MaxValue);
    }

    private ChatEngine Start(long mostBytes) => tiny.Start(TinyEngine.Settings with { KeptTokens = 0, SavedBytes = mostBytes });
}

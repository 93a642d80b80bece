using Assistant.Inference.Chat;
using Microsoft.Extensions.AI;

namespace Assistant.Inference.Tests.Chat;

public class SamplerTests
{
    private static readonly float[] Logits = [0, 3, 1, 3, 2, -5];

    [Fact]
    public void Without_temperature_the_likeliest_token_comes_and_the_first_of_equals()
    {
        Assert.Equal(1, new Sampler(new()).Next(Logits));
    }

    [Fact]
    public void One_seed_gives_one_sequence_and_another_gives_another()
    {
        Assert.Equal(Draw(1), Draw(1));
        Assert.NotEqual(Draw(1), Draw(2));

        static List<int> Draw(ulong seed)
        {
            Sampler sampler = new(new() { Temperature = 1, Seed = seed });
            return [.. Enumerable.Range(0, 50).Select(_ => sampler.Next(Logits))];
        }
    }

    [Fact]
    public void Tokens_come_as_often_as_their_probability_says()
    {
        Sampler sampler = new(new() { Temperature = 1, TopK = 0, TopP = 1, MinP = 0 });
        var counts = new int[Logits.Length];
        for (var draw = 0; draw < 100_000; draw++)
        {
            counts[sampler.Next(Logits)]++;
        }

        var sum = Logits.Sum(logit => Math.Exp(logit));
        Assert.All(counts.Index(), count => Assert.Equal(Math.Exp(Logits[count.Index]) / sum, count.Item / 100_000.0, tolerance: 0.01));
    }

    [Fact]
    public void Unlikely_tokens_are_left_out()
    {
        Assert.Equal([1, 3], Drawn(new() { Temperature = 1, TopK = 2, TopP = 1, MinP = 0 }));
        Assert.Equal([1, 3, 4], Drawn(new() { Temperature = 1, TopK = 0, TopP = 0.9f, MinP = 0 }));
        Assert.Equal([1, 3, 4], Drawn(new() { Temperature = 1, TopK = 0, TopP = 1, MinP = 0.3f }));
        Assert.Equal([1], Drawn(new() { Temperature = 1, TopK = 0, TopP = 0, MinP = 0 }));

        static IEnumerable<int> Drawn(SamplingSettings settings)
        {
            Sampler sampler = new(settings);
            return [.. Enumerable.Range(0, 2000).Select(_ => sampler.Next(Logits)).Distinct().Order()];
        }
    }

    [Fact]
    public void What_was_written_becomes_less_likely()
    {
        Sampler presence = new(new() { PresencePenalty = 1.5f });
        Sampler frequency = new(new() { FrequencyPenalty = 0.6f });
        Sampler repetition = new(new() { RepetitionPenalty = 2 });

        Assert.Equal([1, 3, 4, 1], Written(presence, 4));
        Assert.Equal([1, 3, 1, 3, 4], Written(frequency, 5));
        Assert.Equal([1, 3, 4, 1], Written(repetition, 4));

        static List<int> Written(Sampler sampler, int count)
        {
            List<int> written = [];
            for (var index = 0; index < count; index++)
            {
                written.Add(sampler.Next(Logits));
                sampler.Accept(written[^1]);
            }

            return written;
        }
    }

    [Fact]
    public void A_penalty_for_repetition_makes_unlikely_tokens_less_likely_too()
    {
        Sampler sampler = new(new() { RepetitionPenalty = 3 });
        sampler.Accept(0);

        // -1 x 3 is below -2; divided it would have won.
        Assert.Equal(1, sampler.Next([-1, -2]));
    }

    [Theory]
    [InlineData(7)]
    [InlineData(600)]
    public void The_likeliest_of_many_tokens_are_found_in_their_order(int most)
    {
        Random random = new(3);
        float[] logits = [.. Enumerable.Range(0, 5000).Select(_ => (float)Math.Round(random.NextDouble() * 200) - 100)];
        LikeliestTokens likeliest = new();

        likeliest.Find(logits, most);
        likeliest.Find(logits, most);

        var expected = logits.Select((logit, token) => (logit, token)).OrderByDescending(pair => pair.logit).ThenBy(pair => pair.token).Take(most).ToList();
        Assert.Equal(expected.Select(pair => pair.token), likeliest.Tokens.ToArray());
        Assert.Equal(expected.Select(pair => pair.logit), likeliest.Logits.ToArray());
    }

    [Fact]
    public void Settings_outside_of_their_range_are_refused()
    {
        ChatOptions[] wrong =
        [
            new() { Temperature = -1 }, new() { Temperature = float.NaN }, new() { TopP = 1.1f }, new() { TopK = -1 },
            new() { AdditionalProperties = new() { ["min_p"] = 2 } }, new() { FrequencyPenalty = float.PositiveInfinity },
        ];

        Assert.All(wrong, options => Assert.Throws<ArgumentOutOfRangeException>(() => SamplingSettings.Of(options)));
        Assert.Equal(0.2f, SamplingSettings.Of(new() { AdditionalProperties = new() { ["min_p"] = 0.2 } }).MinP);
    }
}

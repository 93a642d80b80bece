using System.Globalization;
using Microsoft.Extensions.AI;

namespace Assistant.Inference.Chat;

/// <summary>How the next token is chosen.</summary>
internal sealed record SamplingSettings
{
    /// <summary>0 always takes the likeliest token. The default is 0.</summary>
    public float Temperature { get; init; }

    /// <summary>How many of the likeliest tokens stay; 0 for all. The default is 40, as in llama.cpp.</summary>
    public int TopK { get; init; } = 40;

    /// <summary>The share of probability that stays. The default is 0.95, as in llama.cpp.</summary>
    public float TopP { get; init; } = 0.95f;

    /// <summary>Tokens below this share of the likeliest one's probability go. The default is 0.05, as in llama.cpp.</summary>
    public float MinP { get; init; } = 0.05f;

    /// <summary>Taken from a token's logit for each time that it was written. The default is 0.</summary>
    public float FrequencyPenalty { get; init; }

    /// <summary>Taken from a token's logit once it was written. The default is 0.</summary>
    public float PresencePenalty { get; init; }

    /// <summary>
    /// What the logit of a token that was written in this answer is divided by (multiplied with, where it is negative).
    /// The default is 1, which changes nothing.
    /// </summary>
    public float RepetitionPenalty { get; init; } = 1;

    /// <summary>Where chance starts. The default is 0: the same request gives the same text.</summary>
    public ulong Seed { get; init; }

    /// <summary>
    /// The settings of a request; <c>min_p</c> and <c>repetition_penalty</c> (or <c>repeat_penalty</c>) are read from its additional
    /// properties.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside of its range.</exception>
    public static SamplingSettings Of(ChatOptions? options)
    {
        SamplingSettings defaults = new();
        SamplingSettings settings = new()
        {
            Temperature = options?.Temperature ?? defaults.Temperature,
            TopK = options?.TopK ?? defaults.TopK,
            TopP = options?.TopP ?? defaults.TopP,
            MinP = Extra(options, "min_p") ?? defaults.MinP,
            FrequencyPenalty = options?.FrequencyPenalty ?? defaults.FrequencyPenalty,
            PresencePenalty = options?.PresencePenalty ?? defaults.PresencePenalty,
            RepetitionPenalty = Extra(options, "repetition_penalty") ?? Extra(options, "repeat_penalty") ?? defaults.RepetitionPenalty,
            Seed = (ulong)(options?.Seed ?? 0),
        };
        Within(settings.Temperature, 0, 100, nameof(Temperature));
        Within(settings.TopK, 0, int.MaxValue, nameof(TopK));
        Within(settings.TopP, 0, 1, nameof(TopP));
        Within(settings.MinP, 0, 1, nameof(MinP));
        Within(settings.FrequencyPenalty, -100, 100, nameof(FrequencyPenalty));
        Within(settings.PresencePenalty, -100, 100, nameof(PresencePenalty));
        Within(settings.RepetitionPenalty, 0.01, 100, nameof(RepetitionPenalty));
        return settings;
    }

    private static float? Extra(ChatOptions? options, string key) =>
        options?.AdditionalProperties?.TryGetValue(key, out var value) == true && value is not null
            ? Convert.ToSingle(value, CultureInfo.InvariantCulture)
            : null;

    private static void Within(double value, double least, double most, string name)
    {
        // Written so that a value that is no number is outside too.
        if (!(value >= least && value <= most))
        {
            throw new ArgumentOutOfRangeException(name, value, $"It must be from {least} to {most}.");
        }
    }
}

using System.Text.Json.Serialization;

namespace Assistant.Inference.Wire;

/// <summary>The body of <c>/v1/chat/completions</c>. Fields that change nothing here, such as <c>store</c>, are not read.</summary>
internal sealed record ChatCompletionRequest
{
    /// <summary>The model's name; null for the one that answers.</summary>
    public string? Model { get; init; }

    /// <summary>The conversation.</summary>
    public IReadOnlyList<WireMessage>? Messages { get; init; }

    /// <summary>Whether the answer comes as server-sent events.</summary>
    public bool? Stream { get; init; }

    /// <summary>What a stream tells beside the answer.</summary>
    public StreamOptions? StreamOptions { get; init; }

    /// <summary>The tools that are offered.</summary>
    public IReadOnlyList<WireTool>? Tools { get; init; }

    /// <summary>Whether and which tool must be called.</summary>
    public ToolChoice? ToolChoice { get; init; }

    /// <summary>Whether several tools may be called at once.</summary>
    public bool? ParallelToolCalls { get; init; }

    /// <summary>What the answer must look like.</summary>
    public WireResponseFormat? ResponseFormat { get; init; }

    /// <summary>Texts that end the answer.</summary>
    [JsonConverter(typeof(OneOrMoreTexts))]
    public IReadOnlyList<string>? Stop { get; init; }

    /// <summary>Where chance starts.</summary>
    public long? Seed { get; init; }

    /// <summary>0 takes the likeliest token always.</summary>
    public float? Temperature { get; init; }

    /// <summary>The share of probability that stays.</summary>
    public float? TopP { get; init; }

    /// <summary>How many of the likeliest tokens stay.</summary>
    public int? TopK { get; init; }

    /// <summary>Tokens below this share of the likeliest one's probability go.</summary>
    public float? MinP { get; init; }

    /// <summary>Taken from a token's logit once it was written.</summary>
    public float? PresencePenalty { get; init; }

    /// <summary>Taken from a token's logit for each time that it was written.</summary>
    public float? FrequencyPenalty { get; init; }

    /// <summary>Divides the logit of a token that was written.</summary>
    public float? RepeatPenalty { get; init; }

    /// <summary>The most tokens of the answer, by its older name.</summary>
    public int? MaxTokens { get; init; }

    /// <summary>The most tokens of the answer.</summary>
    public int? MaxCompletionTokens { get; init; }

    /// <summary>How many answers; only 1 is given.</summary>
    public int? N { get; init; }

    /// <summary>Whether to tell probabilities, which is not done.</summary>
    public bool? Logprobs { get; init; }

    /// <summary>Who asks: callers take turns.</summary>
    public string? User { get; init; }
}

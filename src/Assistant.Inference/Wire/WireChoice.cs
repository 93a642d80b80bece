using System.Text.Json.Serialization;

namespace Assistant.Inference.Wire;

/// <summary>An answer or a piece of it.</summary>
internal sealed record WireChoice
{
    /// <summary>Which of several answers; always 0 here.</summary>
    public int Index { get; init; }

    /// <summary>The whole answer.</summary>
    public WireMessage? Message { get; init; }

    /// <summary>A piece of it.</summary>
    public WireMessage? Delta { get; init; }

    /// <summary><c>stop</c>, <c>length</c>, <c>tool_calls</c> or <c>content_filter</c>; null while it goes on.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? FinishReason { get; init; }
}

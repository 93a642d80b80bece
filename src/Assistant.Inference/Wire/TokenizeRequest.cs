using System.Text.Json.Serialization;

namespace Assistant.Inference.Wire;

/// <summary>The body of <c>/tokenize</c>.</summary>
internal sealed record TokenizeRequest
{
    /// <summary>The chat model's name; null for the one that answers.</summary>
    public string? Model { get; init; }

    /// <summary>The texts.</summary>
    [JsonConverter(typeof(OneOrMoreTexts))]
    public IReadOnlyList<string>? Content { get; init; }
}

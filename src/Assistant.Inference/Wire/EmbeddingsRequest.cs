using System.Text.Json.Serialization;

namespace Assistant.Inference.Wire;

/// <summary>The body of <c>/v1/embeddings</c>.</summary>
internal sealed record EmbeddingsRequest
{
    /// <summary>The model's name; null for the embedder in use.</summary>
    public string? Model { get; init; }

    /// <summary>The texts.</summary>
    [JsonConverter(typeof(OneOrMoreTexts))]
    public IReadOnlyList<string>? Input { get; init; }

    /// <summary><c>float</c> or <c>base64</c>.</summary>
    public string? EncodingFormat { get; init; }

    /// <summary>The length of the vectors; only the model's own.</summary>
    public int? Dimensions { get; init; }

    /// <summary>Our own: <c>query</c> or <c>passage</c>, for models that tell them apart.</summary>
    public string? InputType { get; init; }

    /// <summary>Our own: whether nobody waits, so that questions and answers go first; null where the number of texts tells.</summary>
    public bool? Background { get; init; }
}

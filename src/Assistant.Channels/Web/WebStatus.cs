using System.Text.Json.Serialization;

namespace Assistant.Channels.Web;

/// <summary>What the page tells about the machine behind it.</summary>
/// <param name="Version">The product's version.</param>
/// <param name="Model">The chat model that answers, or null when answers are put together from quoted sentences.</param>
/// <param name="ModelHint">How to get a local model when <paramref name="Model"/> is null: plain sentences, one a line.</param>
/// <param name="Embedder">Whether vectors can be made.</param>
/// <param name="EmbedderHint">How to mend the embedder when it is missing, or null.</param>
public sealed record WebStatus(
    string Version,
    string? Model,
    [property: JsonPropertyName("model_hint")] string? ModelHint,
    [property: JsonConverter(typeof(SnakeCaseEnumConverter<EmbedderState>))] EmbedderState Embedder,
    [property: JsonPropertyName("embedder_hint")] string? EmbedderHint = null);

/// <summary>Whether vectors can be made.</summary>
public enum EmbedderState
{
    /// <summary>It is loaded, or will be on first use.</summary>
    Ready,

    /// <summary>It cannot run here: search goes by words alone.</summary>
    Missing,
}

/// <summary>Tells what the page shows about the machine; supplied by the server. Called for each request to <c>/api/v1/status</c> and to the document list, so it must be quick.</summary>
public delegate WebStatus GetWebStatus();

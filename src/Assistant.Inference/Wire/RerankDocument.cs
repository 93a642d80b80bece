using System.Text.Json.Serialization;

namespace Assistant.Inference.Wire;

/// <summary>A text to score, as it is or in an object.</summary>
[JsonConverter(typeof(RerankDocumentJson))]
internal sealed record RerankDocument(string Text);

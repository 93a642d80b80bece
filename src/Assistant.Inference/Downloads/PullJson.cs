using System.Text.Json.Serialization;

namespace Assistant.Inference.Downloads;

/// <summary>How the notes beside downloads are written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(PullRecord))]
internal sealed partial class PullJson : JsonSerializerContext;

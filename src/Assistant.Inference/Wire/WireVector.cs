using System.Text.Json.Serialization;

namespace Assistant.Inference.Wire;

/// <summary>A vector.</summary>
/// <param name="Values">Its numbers.</param>
/// <param name="AsBase64">Whether it is written as base64 of 32-bit floats in little-endian order.</param>
[JsonConverter(typeof(WireVectorJson))]
internal sealed record WireVector(ReadOnlyMemory<float> Values, bool AsBase64 = false);

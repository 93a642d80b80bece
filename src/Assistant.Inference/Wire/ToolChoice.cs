using System.Text.Json.Serialization;

namespace Assistant.Inference.Wire;

/// <summary>Whether and which tool must be called.</summary>
/// <param name="Mode"><c>auto</c>, <c>none</c> or <c>required</c>; <c>function</c> for the one that is named.</param>
/// <param name="Name">The function that must be called.</param>
[JsonConverter(typeof(ToolChoiceJson))]
internal sealed record ToolChoice(string Mode, string? Name = null);

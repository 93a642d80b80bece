using System.Text.Json;

namespace Assistant.Inference.Formats;

/// <summary>One call that the assistant made; <see cref="Arguments"/> is a JSON object in the order in which it was written.</summary>
internal sealed record ToolCall(string Id, string Name, JsonElement Arguments);

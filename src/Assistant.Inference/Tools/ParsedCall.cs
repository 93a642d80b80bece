using System.Text.Json;

namespace Assistant.Inference.Tools;

/// <summary>A call of a tool that was offered. The arguments are a JSON object; whether they fit the tool's schema was not looked at.</summary>
internal sealed record ParsedCall(string Name, JsonElement Arguments);

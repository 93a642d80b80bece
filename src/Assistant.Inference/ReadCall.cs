using System.Text.Json;

namespace Assistant.Inference;

/// <summary>A call of a tool.</summary>
/// <param name="Name">The tool.</param>
/// <param name="Arguments">A JSON object as the model wrote it.</param>
public sealed record ReadCall(string Name, JsonElement Arguments);

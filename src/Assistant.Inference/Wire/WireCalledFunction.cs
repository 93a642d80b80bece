namespace Assistant.Inference.Wire;

/// <summary>What is called and with what.</summary>
/// <param name="Name">The tool's name.</param>
/// <param name="Arguments">A JSON object as text.</param>
internal sealed record WireCalledFunction(string? Name, string? Arguments);

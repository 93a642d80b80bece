namespace Assistant.Inference.Wire;

/// <summary>A tool that is offered.</summary>
/// <param name="Type">Only <c>function</c> is known.</param>
/// <param name="Function">The function.</param>
internal sealed record WireTool(string? Type, WireFunction? Function);

namespace Assistant.Inference.Wire;

/// <summary>The body of <c>/models/load</c>.</summary>
/// <param name="Model">The model's name; null for the chat model that answers.</param>
internal sealed record ModelRequest(string? Model);

namespace Assistant.Inference.Wire;

/// <summary>An error in OpenAI's form.</summary>
/// <param name="Error">What is wrong.</param>
internal sealed record ErrorResponse(WireError? Error);

namespace Assistant.Inference.Wire;

/// <summary>What <c>/models/load</c> tells.</summary>
/// <param name="Success">Always true: a failure is an error.</param>
/// <param name="Model">The model's name.</param>
/// <param name="ContextTokens">Its context in tokens.</param>
internal sealed record ModelLoaded(bool Success, string Model, int ContextTokens);

namespace Assistant.Inference.Wire;

/// <summary>What <c>/health</c> tells.</summary>
/// <param name="Status">Always <c>ok</c>.</param>
internal sealed record HealthResponse(string Status);

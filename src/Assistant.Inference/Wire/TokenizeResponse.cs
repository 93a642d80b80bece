namespace Assistant.Inference.Wire;

/// <summary>How many tokens texts have.</summary>
/// <param name="Model">The model's name.</param>
/// <param name="Counts">One for each text.</param>
/// <param name="Count">All together.</param>
internal sealed record TokenizeResponse(string? Model, IReadOnlyList<int>? Counts, int Count);

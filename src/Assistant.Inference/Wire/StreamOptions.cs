namespace Assistant.Inference.Wire;

/// <summary>What a stream tells beside the answer.</summary>
/// <param name="IncludeUsage">Whether a last event tells the tokens.</param>
internal sealed record StreamOptions(bool? IncludeUsage);

namespace Assistant.Inference.Downloads;

/// <summary>How a model is to be fetched.</summary>
/// <param name="Revision">The branch, tag or commit; null for the main branch.</param>
/// <param name="Sha256">The SHA-256 that the (first) file must have, in place of the catalogue's; null for none.</param>
public sealed record PullChoices(string? Revision = null, string? Sha256 = null);

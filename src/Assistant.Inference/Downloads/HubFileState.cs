namespace Assistant.Inference.Downloads;

/// <summary>What the hub says of a file before it is fetched.</summary>
/// <param name="Commit">The commit of the repository; null where a mirror doesn't say.</param>
/// <param name="Sha256">The SHA-256 in lower-case hexadecimal; null where a mirror doesn't say.</param>
/// <param name="Bytes">The size; null where a mirror doesn't say.</param>
internal sealed record HubFileState(string? Commit, string? Sha256, long? Bytes);

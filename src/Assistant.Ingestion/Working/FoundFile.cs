namespace Assistant.Ingestion.Working;

/// <summary>A file that a request brings.</summary>
/// <param name="Path">Its absolute path.</param>
/// <param name="Name">The name that its document gets.</param>
/// <param name="Root">The folder that was asked for, or null when the file itself was.</param>
/// <param name="Problem">Why it cannot be taken, in words for the person who fed it; null when it can.</param>
internal sealed record FoundFile(string Path, string Name, string? Root, string? Problem = null);

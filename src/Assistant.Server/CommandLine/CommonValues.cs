namespace Assistant.Server.CommandLine;

/// <summary>What the caller gave for the options that every verb has.</summary>
/// <param name="Home">The home folder as typed, or null.</param>
/// <param name="Config">The settings file as typed, or null.</param>
/// <param name="Json">Only JSON on standard output.</param>
/// <param name="Quiet">No progress and no notes.</param>
/// <param name="Verbose">Log more.</param>
internal sealed record CommonValues(string? Home, string? Config, bool Json, bool Quiet, bool Verbose);

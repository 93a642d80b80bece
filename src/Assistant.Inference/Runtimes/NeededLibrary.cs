namespace Assistant.Inference.Runtimes;

/// <summary>A library of the system that a backend needs and that does not come with it.</summary>
/// <param name="Name">Its file name, as the loader looks for it.</param>
/// <param name="From">How to get it, as a clause.</param>
public sealed record NeededLibrary(string Name, string From);

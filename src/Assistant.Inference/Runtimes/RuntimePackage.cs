namespace Assistant.Inference.Runtimes;

/// <summary>A published package with llama.cpp's libraries for one kind of GPU.</summary>
/// <param name="Backend">What it is for.</param>
/// <param name="Name">Its name on npm.</param>
/// <param name="Version">The exact version that the binding belongs to.</param>
/// <param name="Integrity">Its SHA-512 in npm's form, from the committed lock file.</param>
/// <param name="Bytes">How much is fetched.</param>
/// <param name="UnpackedBytes">How much it takes on the disk.</param>
/// <param name="Library">The library of the backend in it.</param>
/// <param name="Needs">What the system must have.</param>
public sealed record RuntimePackage(
    ComputeBackend Backend, string Name, string Version, string Integrity, long Bytes, long UnpackedBytes, string Library, IReadOnlyList<NeededLibrary> Needs);

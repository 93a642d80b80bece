namespace Assistant.Inference.Runtimes;

/// <summary>Whether a backend could be used here.</summary>
/// <param name="Backend">The backend.</param>
/// <param name="Package">Its package; null for the processor's.</param>
/// <param name="Folder">Where its libraries are; null where they aren't.</param>
/// <param name="Missing">What the system lacks for it.</param>
/// <param name="Fault">Why it can't be used, as a sentence; null where nothing is known against it.</param>
/// <param name="Hint">How to mend that; null where nothing is to be mended.</param>
public sealed record RuntimeState(
    ComputeBackend Backend, RuntimePackage? Package, string? Folder, IReadOnlyList<NeededLibrary> Missing, string? Fault, string? Hint)
{
    /// <summary>Whether its libraries are here.</summary>
    public bool IsInstalled => Folder is not null;

    /// <summary>Whether nothing is known against it. That a GPU is there shows only when it is used.</summary>
    public bool IsUsable => Fault is null;
}

using Assistant.Inference.Runtimes;

namespace Assistant.Server.Lines;

/// <summary>What could compute here.</summary>
/// <param name="Runtimes">The processor first.</param>
/// <param name="Setting">What <c>Assistant:Models:Backend</c> says.</param>
/// <param name="InUse">What computes by that; where it can't, what would.</param>
/// <param name="Runtime">Whether it can.</param>
internal sealed record RuntimeList(IReadOnlyList<BackendLine> Runtimes, string Setting, string InUse, RuntimeLine Runtime);

/// <summary>One backend.</summary>
/// <param name="Name">The name in settings and on the command line.</param>
/// <param name="Installed">Whether its libraries are here.</param>
/// <param name="Usable">Whether nothing is known against it.</param>
/// <param name="Folder">Where its libraries are; null where they aren't.</param>
/// <param name="Package">Its package on npm; null for the processor's, which comes with the program.</param>
/// <param name="Version">The package's version.</param>
/// <param name="DownloadBytes">How much is fetched.</param>
/// <param name="Missing">What the system lacks.</param>
/// <param name="Reason">Why it can't be used; null where nothing is known against it.</param>
/// <param name="Hint">How to mend that.</param>
internal sealed record BackendLine(
    string Name,
    bool Installed,
    bool Usable,
    string? Folder,
    string? Package,
    string? Version,
    long DownloadBytes,
    IReadOnlyList<string> Missing,
    string? Reason,
    string? Hint)
{
    /// <summary>The line of a backend.</summary>
    public static BackendLine Of(RuntimeState state) => new(
        RuntimeShelf.NameOf(state.Backend),
        state.IsInstalled,
        state.IsUsable,
        state.Folder,
        state.Package?.Name,
        state.Package?.Version,
        state.Package?.Bytes ?? 0,
        [.. state.Missing.Select(library => library.Name)],
        state.Fault,
        state.Hint);
}

/// <summary>A backend whose libraries are here now.</summary>
/// <param name="Backend">The backend.</param>
/// <param name="Setting">What to set so that it computes; null when it does.</param>
internal sealed record RuntimeAdded(BackendLine Backend, string? Setting);

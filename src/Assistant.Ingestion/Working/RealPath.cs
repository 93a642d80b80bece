namespace Assistant.Ingestion.Working;

/// <summary>Where a path really leads when every link in it is followed.</summary>
internal static class RealPath
{
    // As many as Linux follows in one path (path_resolution(7)).
    private const int MostLinks = 40;

    /// <summary>The path without links, or null when a link leads nowhere or in a circle.</summary>
    public static string? Of(string path)
    {
        var full = Path.GetFullPath(path);
        var root = Path.GetPathRoot(full)!;
        Stack<string> left = new(Parts(full[root.Length..]).Reverse());
        var at = root;
        var links = 0;
        while (left.TryPop(out var part))
        {
            if (part == "..")
            {
                at = Path.GetDirectoryName(at) ?? root;
                continue;
            }

            at = Path.Combine(at, part);
            if (new FileInfo(at).LinkTarget is not { } target)
            {
                continue;
            }

            if (++links > MostLinks)
            {
                return null;
            }

            // Taken part by part, since ".." after a link means the folder above the link's target.
            at = Path.IsPathRooted(target) ? Path.GetPathRoot(target)! : Path.GetDirectoryName(at)!;
            foreach (var step in Parts(Path.IsPathRooted(target) ? target[at.Length..] : target).Reverse())
            {
                left.Push(step);
            }
        }

        return Path.Exists(at) ? at : null;
    }

    /// <summary>Whether a real path is the folder or inside it.</summary>
    public static bool IsInside(string folder, string path) =>
        path == folder || path.StartsWith(Path.EndsInDirectorySeparator(folder) ? folder : folder + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private static string[] Parts(string path) => [.. path
        .Split([Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar], StringSplitOptions.RemoveEmptyEntries)
        .Where(part => part != ".")];
}

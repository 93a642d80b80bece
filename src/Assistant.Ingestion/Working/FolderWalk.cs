using Assistant.Core;
using Microsoft.Extensions.Logging;

namespace Assistant.Ingestion.Working;

/// <summary>Finds the files of a request, the same in the same order on every run.</summary>
internal sealed class FolderWalk(ILogger logger, int maxFiles)
{
    private static readonly HashSet<string> Junk = new(["thumbs.db", "desktop.ini", "ehthumbs.db", "$recycle.bin", "system volume information", "__macosx"], StringComparer.OrdinalIgnoreCase);

    private readonly List<FoundFile> found = [];
    private readonly HashSet<string> unlisted = new(StringComparer.Ordinal);

    /// <summary>What was found, with what cannot be taken and why.</summary>
    public IReadOnlyList<FoundFile> Found => found;

    /// <summary>The asked-for folders of which some part could not be listed: what seems gone from them may be there.</summary>
    public IReadOnlySet<string> Unlisted => unlisted;

    /// <summary>Adds a file or a folder with all below it. Hidden files, links out of the folder and the system's own clutter are left out below a folder, not when asked for by name.</summary>
    /// <exception cref="AssistantException">There are too many files (<c>too_many_files</c>).</exception>
    public void Add(string path, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(path))
        {
            Take(new(path, DocumentNames.OfFile(Path.GetFileName(path)), Root: null));
            return;
        }

        var root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        var realRoot = RealPath.Of(root);
        if (realRoot is null)
        {
            Refuse(root, root, "The folder's link leads nowhere.");
            unlisted.Add(root);
            return;
        }

        // A stack of its own: folders nest deeper than calls may.
        Stack<FileSystemInfo> left = new([new DirectoryInfo(root)]);
        while (left.TryPop(out var entry))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (entry is DirectoryInfo folder && (folder.LinkTarget is null || folder.FullName == root))
            {
                foreach (var child in List(folder, root))
                {
                    left.Push(child);
                }
            }
            else if (entry.LinkTarget is null)
            {
                Take(new(entry.FullName, NameOf(root, entry.FullName), root));
            }
            else
            {
                FollowLink(entry, root, realRoot);
            }
        }
    }

    private void FollowLink(FileSystemInfo link, string root, string realRoot)
    {
        if (RealPath.Of(link.FullName) is not { } target)
        {
            Refuse(link.FullName, root, "The link leads nowhere or in a circle.");
        }
        else if (!RealPath.IsInside(realRoot, target))
        {
            Refuse(link.FullName, root, "The link leads out of the folder, so it was not followed.");
        }
        else if (File.Exists(target))
        {
            Take(new(link.FullName, NameOf(root, link.FullName), root));
        }

        // A link to a folder inside is not followed: its files are found at their own place, and circles end here.
    }

    private FileSystemInfo[] List(DirectoryInfo folder, string root)
    {
        try
        {
            var children = folder.GetFileSystemInfos().Where(child => !IsLeftOut(child)).ToArray();

            // Last first, since a stack gives them back the other way round.
            Array.Sort(children, (one, other) => string.CompareOrdinal(other.Name, one.Name));
            return children;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Log.FolderNotListed(logger, exception);
            unlisted.Add(root);
            Refuse(folder.FullName, root, "The folder could not be listed; its files were not taken in.");
            return [];
        }
    }

    private static bool IsLeftOut(FileSystemInfo entry) =>
        entry.Name.StartsWith('.') || entry.Name.StartsWith("~$", StringComparison.Ordinal) || Junk.Contains(entry.Name)
        || (OperatingSystem.IsWindows() && entry.Attributes.HasFlag(FileAttributes.Hidden));

    private void Refuse(string path, string root, string problem) => Take(new(path, path == root ? Path.GetFileName(root) : NameOf(root, path), root, problem));

    private void Take(FoundFile file)
    {
        if (found.Count >= maxFiles)
        {
            throw new AssistantException("too_many_files", $"There are more than {maxFiles} files.", "Take them in folder by folder, or raise Assistant:Ingestion:MaxFiles.");
        }

        found.Add(file);
    }

    private static string NameOf(string root, string path) => DocumentNames.OfFile(Path.GetRelativePath(root, path));
}

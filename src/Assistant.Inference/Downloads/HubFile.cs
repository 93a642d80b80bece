namespace Assistant.Inference.Downloads;

/// <summary>A file in a repository of the hub.</summary>
/// <param name="Repository"><c>owner/name</c>.</param>
/// <param name="Revision">A branch, a tag or a commit.</param>
/// <param name="Path">Its path in the repository, with <c>/</c>.</param>
internal sealed record HubFile(string Repository, string Revision, string Path)
{
    /// <summary>Its own name, without the folders of the repository.</summary>
    public string Name => Path[(Path.LastIndexOf('/') + 1)..];

    /// <summary>Where it is asked for.</summary>
    public Uri Address(Uri hub) => new($"{hub.AbsoluteUri.TrimEnd('/')}/{Escaped(Repository)}/resolve/{Uri.EscapeDataString(Revision)}/{Escaped(Path)}");

    /// <inheritdoc/>
    public override string ToString() => $"{Repository}:{Path}";

    private static string Escaped(string path) => string.Join('/', path.Split('/').Select(Uri.EscapeDataString));
}

namespace Assistant.Inference.Downloads;

/// <summary>Where a models folder keeps what isn't whole yet, and what is known of what is.</summary>
/// <remarks>A folder of its own on the same file system: what is whole is moved out of it in one step, and nobody takes a part for a model.</remarks>
internal sealed class DownloadPlaces(string folder)
{
    /// <summary>The folder's name.</summary>
    public const string Name = ".downloads";

    private readonly string own = Path.Combine(folder, Name);

    /// <summary>The models folder.</summary>
    public string Folder { get; } = folder;

    /// <summary>The file itself, when it is whole.</summary>
    public string Target(string file) => Path.Combine(Folder, file);

    /// <summary>What is there of it so far.</summary>
    public string Partial(string file) => Path.Combine(own, file + ".part");

    /// <summary>Of which file the part is.</summary>
    public string State(string file) => Path.Combine(own, file + ".part.json");

    /// <summary>What was known of a file when it was put in place.</summary>
    public string Record(string file) => Path.Combine(own, file + ".json");

    /// <summary>What one process holds while it fetches a file.</summary>
    public string Lock(string file) => Path.Combine(own, file + ".lock");

    /// <summary>Makes the folders.</summary>
    /// <exception cref="ModelDownloadException">There is no models folder (<c>no_models_folder</c>).</exception>
    public void Make()
    {
        if (Folder.Length == 0)
        {
            throw new ModelDownloadException("no_models_folder", "No models folder is set.", $"Set {LocalModelsOptions.Section}:{nameof(LocalModelsOptions.Folder)}.");
        }

        Directory.CreateDirectory(own);
    }
}

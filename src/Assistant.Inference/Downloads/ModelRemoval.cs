namespace Assistant.Inference.Downloads;

/// <summary>Takes models out of the models folder.</summary>
public static class ModelRemoval
{
    /// <summary>Removes a model with all its parts and what was written down of them.</summary>
    /// <param name="modelsFolder">The models folder; files outside it are never removed.</param>
    /// <param name="name">The name of the file, with its extension; of a model in parts, any of them.</param>
    /// <returns>The files that are gone, parts of downloads included, and their bytes. None when there were none.</returns>
    /// <exception cref="ModelDownloadException">It is being fetched now (<c>already_pulling</c>).</exception>
    public static (IReadOnlyList<string> Files, long Bytes) Remove(string modelsFolder, string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(modelsFolder);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        DownloadPlaces places = new(Path.GetFullPath(modelsFolder));
        if (!FileNames.IsModelFile(name) || !Directory.Exists(places.Folder))
        {
            return ([], 0);
        }

        places.Make();
        var parts = ModelParts.Names(name);
        using var held = DownloadLock.Take(places.Lock(parts[0]), $"'{parts[0]}'");
        List<string> gone = [];
        long bytes = 0;

        // The first part goes first: without it the rest is no model.
        foreach (var part in parts)
        {
            foreach (var path in (string[])[places.Target(part), places.Partial(part)])
            {
                FileInfo file = new(path);
                if (file.Exists)
                {
                    bytes += file.Length;
                    file.Delete();
                    gone.Add(path);
                }
            }

            File.Delete(places.State(part));
            File.Delete(places.Record(part));
        }

        return (gone, bytes);
    }

    /// <summary>How many bytes of a file an interrupted download has left; 0 for none.</summary>
    public static long PartialBytes(string modelsFolder, string name)
    {
        FileInfo partial = new(new DownloadPlaces(modelsFolder).Partial(name));
        return partial.Exists ? partial.Length : 0;
    }
}

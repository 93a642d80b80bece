namespace Assistant.Inference;

/// <summary>Where the model files of the settings lie.</summary>
internal static class ModelPaths
{
    /// <summary>The embedder that ships with the product.</summary>
    public static string ShippedEmbedder { get; } = Path.Combine(AppContext.BaseDirectory, "Models", "all-MiniLM-L6-v2-Q8_0.gguf");

    /// <summary>The embedder of the settings, else the shipped one.</summary>
    public static string Embedder(LocalModelsOptions options) =>
        options.Embedder is { Length: > 0 } name ? Of(options, name) : ShippedEmbedder;

    /// <summary>The reranker of the settings; null where none is set.</summary>
    public static string? Reranker(LocalModelsOptions options) => options.Reranker is { Length: > 0 } name ? Of(options, name) : null;

    /// <summary>The file that a setting means: in the models folder with or without its extension, else a path.</summary>
    public static string Of(LocalModelsOptions options, string name)
    {
        if (options.Folder.Length > 0)
        {
            foreach (var candidate in (string[])[name, name + ".gguf"])
            {
                var path = Path.GetFullPath(candidate, Path.GetFullPath(options.Folder));
                if (File.Exists(path))
                {
                    return path;
                }
            }
        }

        return Path.GetFullPath(name);
    }
}

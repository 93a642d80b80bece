using System.Text.Json;

namespace Assistant.Inference.Catalogue;

/// <summary>The published models that are known by name. It ships with the product; nothing is fetched to read it.</summary>
public static class ModelCatalogue
{
    private static readonly Lazy<IReadOnlyList<CatalogueModel>> All = new(Read);

    /// <summary>All of them: chat models, then embedders, then rerankers.</summary>
    public static IReadOnlyList<CatalogueModel> Models => All.Value;

    /// <summary>The model of that name, whatever its case, or null.</summary>
    public static CatalogueModel? Find(string name) =>
        Models.FirstOrDefault(model => string.Equals(model.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The published file of exactly that repository and path, or null.</summary>
    public static CatalogueFile? FileOf(string repository, string path) => Models
        .Where(model => model.Repository == repository)
        .SelectMany(model => model.Files)
        .FirstOrDefault(file => file.Path == path);

    /// <summary>The entry that a model file here seems to be: of the same name, and all parts together of the same size. Null for none.</summary>
    public static CatalogueModel? Resembling(string path, long bytes) => Models.FirstOrDefault(model =>
        model.Bytes == bytes && string.Equals(Path.GetFileName(model.Files[0].Path), Path.GetFileName(path), StringComparison.OrdinalIgnoreCase));

    private static IReadOnlyList<CatalogueModel> Read()
    {
        using var stream = typeof(ModelCatalogue).Assembly.GetManifestResourceStream("Assistant.Inference.Catalogue.models.json")!;
        return JsonSerializer.Deserialize(stream, CatalogueJson.Default.IReadOnlyListCatalogueModel)!;
    }
}

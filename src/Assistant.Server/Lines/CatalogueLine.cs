using Assistant.Inference;
using Assistant.Inference.Catalogue;
using Assistant.Inference.Downloads;

namespace Assistant.Server.Lines;

/// <summary>A published model that can be pulled by name.</summary>
/// <param name="Name">The name.</param>
/// <param name="Title">What its makers call it.</param>
/// <param name="Kind">What it is good for.</param>
/// <param name="Repository">Where it is.</param>
/// <param name="Files">Its files there.</param>
/// <param name="Bytes">The size of all of them.</param>
/// <param name="ContextTokens">The context that it can use.</param>
/// <param name="Licence">The licence's short name.</param>
/// <param name="Accept">What has to be read and accepted; null for open licences.</param>
/// <param name="ChatFormat">The chat format; null for what doesn't chat.</param>
/// <param name="AlternativeOf">The entry with the same weights that comes first; null for that itself.</param>
/// <param name="Memory">What it takes while it is loaded.</param>
/// <param name="Installed">Whether it is in the models folder.</param>
/// <param name="PartialBytes">What an interrupted download has left of it.</param>
internal sealed record CatalogueLine(
    string Name,
    string Title,
    ModelKind Kind,
    string Repository,
    IReadOnlyList<string> Files,
    long Bytes,
    int ContextTokens,
    string Licence,
    string? Accept,
    string? ChatFormat,
    string? AlternativeOf,
    MemoryLine? Memory,
    bool Installed,
    long PartialBytes)
{
    /// <summary>The lines of the whole catalogue.</summary>
    public static IReadOnlyList<CatalogueLine> All(IReadOnlyList<ModelLine> models, LocalModelsOptions options) =>
        [.. ModelCatalogue.Models.Select(model => Of(model, models.Any(here => here.Catalogue == model.Name), options))];

    private static CatalogueLine Of(CatalogueModel model, bool isHere, LocalModelsOptions options) => new(
        model.Name,
        model.Title,
        model.Kind,
        model.Repository,
        [.. model.Files.Select(file => file.Path)],
        model.Bytes,
        model.ContextTokens,
        model.Licence.Name,
        model.Licence.Accept,
        model.ChatFormat,
        model.AlternativeOf,
        MemoryLine.Of(model.MemoryFor(options)),
        isHere,
        isHere || options.Folder.Length == 0 ? 0 : model.Files.Sum(file => ModelRemoval.PartialBytes(options.Folder, file.Path)));
}

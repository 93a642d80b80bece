using System.Text.RegularExpressions;
using Assistant.Inference.Catalogue;

namespace Assistant.Inference.Downloads;

/// <summary>What is to be fetched from the hub: one file, or all parts of one.</summary>
/// <param name="Files">The parts in their order.</param>
/// <param name="Known">For each part what is known of it beforehand; null where nothing is.</param>
/// <param name="Licence">The licence, where it is known.</param>
internal sealed partial record HubRequest(IReadOnlyList<HubFile> Files, IReadOnlyList<CatalogueFile?> Known, ModelLicence? Licence)
{
    /// <summary>The branch that is read where nobody names another.</summary>
    public const string Main = "main";

    /// <summary>The files of a catalogue entry.</summary>
    public static HubRequest Of(CatalogueModel model, string? revision) => new(
        [.. model.Files.Select(file => new HubFile(model.Repository, revision ?? Main, file.Path))],
        [.. model.Files],
        model.Licence);

    /// <summary>Reads <c>owner/repository:file</c>, or gives null where the text isn't of that form.</summary>
    /// <exception cref="ModelDownloadException">It is, but the file can't be a model's (<c>bad_model_name</c>).</exception>
    public static HubRequest? Parse(string text, string? revision)
    {
        if (Form().Match(text) is not { Success: true } match)
        {
            return null;
        }

        var repository = match.Groups["repository"].Value;
        var path = match.Groups["path"].Value;
        HubFile first = new(repository, revision ?? Main, path);
        if (!FileNames.IsRepositoryPath(path) || !FileNames.IsModelFile(first.Name) || repository.Contains("..", StringComparison.Ordinal))
        {
            throw new ModelDownloadException("bad_model_name", $"'{path}' can't be the path of a model file.", "A model file is named such as Model-Q4_K_M.gguf, with the folders of its repository before it.");
        }

        if (ModelParts.IsLater(first.Name))
        {
            throw new ModelDownloadException("bad_model_name", $"'{first.Name}' is not the first part.", $"Name the first part: {ModelParts.Names(first.Name)[0]}. The others are fetched with it.");
        }

        var folder = path[..^first.Name.Length];
        HubFile[] files = [.. ModelParts.Names(first.Name).Select(name => first with { Path = folder + name })];
        var model = ModelCatalogue.Models.FirstOrDefault(model => model.Repository == repository && model.Files[0].Path == path);
        return new(files, [.. files.Select(file => ModelCatalogue.FileOf(repository, file.Path))], model?.Licence);
    }

    [GeneratedRegex(@"^(?<repository>[A-Za-z0-9][A-Za-z0-9._-]{0,95}/[A-Za-z0-9._-]{1,96}):(?<path>.+)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Form();
}

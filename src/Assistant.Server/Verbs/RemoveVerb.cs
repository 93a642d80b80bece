using Assistant.Core;
using Assistant.Inference;
using Assistant.Inference.Catalogue;
using Assistant.Inference.Downloads;
using Assistant.Server.CommandLine;
using Assistant.Server.Composition;
using Assistant.Server.Lines;
using Microsoft.Extensions.Options;

namespace Assistant.Server.Verbs;

/// <summary><c>assistant models remove</c>: a model goes, unless a process has it loaded.</summary>
internal sealed class RemoveVerb(ModelShelf shelf, IOptions<LocalModelsOptions> options, VerbContext context)
{
    private readonly LocalModelsOptions settings = options.Value;

    /// <summary>Removes.</summary>
    public int Run(string name, bool force)
    {
        var model = ModelWords.Find(shelf, name);
        var file = model is null ? FileOf(name) : InFolder(model);
        if (model is not null && !force && ModelUsers.Of(model, context.Home) is [var user, ..])
        {
            throw new AssistantException("model_in_use", $"{user} has '{model.Name}' loaded.", "Stop that process first, or give --force.");
        }

        var (gone, bytes) = ModelRemoval.Remove(settings.Folder, file);
        if (gone.Count == 0)
        {
            throw ModelWords.Unknown(shelf, name);
        }

        RemoveReport report = new(gone, bytes, shelf.Answering?.Name ?? AnsweringModels.Extractive, Note(file));
        var output = context.Output;
        if (output.Json)
        {
            output.WriteJson(report, WireJson.Shared.RemoveReport);
            return ExitCodes.Done;
        }

        foreach (var path in gone)
        {
            output.Line($"removed  {path}");
        }

        output.Line($"{Sizes.Of(bytes)} are free again. {(report.Answering == AnsweringModels.Extractive ? "Answers are quoted sentences: no chat model answers." : report.Answering + " answers.")}");
        if (report.Note is { } note)
        {
            output.Line(note);
        }

        return ExitCodes.Done;
    }

    private string InFolder(ShelvedModel model) =>
        settings.Folder.Length > 0 && Path.GetDirectoryName(model.Path) == Path.TrimEndingDirectorySeparator(Path.GetFullPath(settings.Folder))
            ? Path.GetFileName(model.Path)
            : throw new AssistantException("not_in_models_folder", $"'{model.Name}' lies at '{model.Path}', not in the models folder.", "Only files of the models folder are removed.");

    // Of an interrupted pull there is no model yet, only its beginning.
    private static string FileOf(string name) =>
        ModelCatalogue.Find(name) is { } published ? Path.GetFileName(published.Files[0].Path)
        : name.EndsWith(".gguf", StringComparison.OrdinalIgnoreCase) ? name
        : name + ".gguf";

    private string? Note(string file)
    {
        string[] names = [file, Path.GetFileNameWithoutExtension(file)];
        return names.Contains(settings.Chat, StringComparer.OrdinalIgnoreCase)
            ? $"The setting {LocalModelsOptions.Section}:{nameof(settings.Chat)} still names it: take it out or set another."
            : names.Contains(settings.Embedder, StringComparer.OrdinalIgnoreCase)
                ? $"The setting {LocalModelsOptions.Section}:{nameof(settings.Embedder)} still names it: nothing can be embedded until it is taken out or another is set."
                : names.Contains(settings.Reranker, StringComparer.OrdinalIgnoreCase)
                    ? $"The setting {LocalModelsOptions.Section}:{nameof(settings.Reranker)} still names it: take it out or set another."
                    : null;
    }
}

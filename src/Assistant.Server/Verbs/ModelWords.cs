using Assistant.Core;
using Assistant.Inference;
using Assistant.Inference.Catalogue;

namespace Assistant.Server.Verbs;

/// <summary>Words about models that several verbs say.</summary>
internal static class ModelWords
{
    /// <summary>What a model is good for.</summary>
    public static string Kind(ModelKind kind) => kind switch
    {
        ModelKind.Chat => "chat",
        ModelKind.Embedder => "embedder",
        ModelKind.Reranker => "reranker",
        ModelKind.VocabularyOnly => "vocabulary only",
        _ => "unreadable",
    };

    /// <summary>The model that a name means: that of a file, or of a catalogue entry whose file is here. Null for none.</summary>
    public static ShelvedModel? Find(ModelShelf shelf, string name) =>
        shelf.Find(name) ?? (ModelCatalogue.Find(name) is { } published ? shelf.Find(Path.GetFileName(published.Files[0].Path)) : null);

    /// <summary>That a name means no model.</summary>
    public static AssistantException Unknown(ModelShelf shelf, string name) => new(
        "unknown_model",
        $"There is no model '{name}'{(ModelCatalogue.Find(name) is null ? "" : " here")}.",
        ModelCatalogue.Find(name) is { } published
            ? $"'assistant models pull {published.Name}' fetches it."
            : $"Known models: {string.Join(", ", shelf.List().Select(model => model.Name))}. A path to a file is taken too.");
}

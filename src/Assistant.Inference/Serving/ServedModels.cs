using Assistant.Inference.Embeddings;
using Assistant.Inference.Reranking;
using Microsoft.AspNetCore.Http;

namespace Assistant.Inference.Serving;

/// <summary>The models that requests can name, looked at anew for each request.</summary>
internal sealed class ServedModels(Func<IEnumerable<ServedModel>> models)
{
    /// <summary>All chat models of the shelf, and the embedder and the reranker of the settings.</summary>
    public static ServedModels Of(ModelShelf shelf, LocalEmbeddingGenerator embedder, IReranker? reranker) => new(() =>
        shelf.List().Select(model => model switch
        {
            { CanAnswer: true } => ServedModels.Card(model) with { Chat = () => shelf.Client(model), ContextTokens = model.ContextTokens },
            { Kind: ModelKind.Embedder, Fault: null } when model.Path == embedder.Path => ServedModels.Card(model) with { Embedder = embedder },
            { Kind: ModelKind.Reranker, Fault: null } when model.Name == reranker?.Model => ServedModels.Card(model) with { Reranker = reranker, IsDefault = true },
            _ => null,
        }).OfType<ServedModel>());

    /// <summary>All of them.</summary>
    public IReadOnlyList<ServedModel> List() => [.. models()];

    /// <summary>The one that a request wants.</summary>
    /// <param name="kind">What it must be good for.</param>
    /// <param name="name">The name in the request, with or without <c>.gguf</c>; null or empty for the default.</param>
    /// <exception cref="ServingException">There is no such model.</exception>
    public ServedModel Find(ModelKind kind, string? name)
    {
        var all = List();
        if (string.IsNullOrEmpty(name))
        {
            return all.FirstOrDefault(model => model.Kind == kind && model.IsDefault)
                ?? throw NotFound($"No {Word(kind)} model is set up here.");
        }

        var bare = name.EndsWith(".gguf", StringComparison.OrdinalIgnoreCase) ? name[..^5] : name;
        var named = all.Where(model => string.Equals(model.Name, bare, StringComparison.OrdinalIgnoreCase)).ToList();
        if (named.Find(model => model.Kind == kind) is { } found)
        {
            return found;
        }

        var choices = string.Join(", ", all.Where(model => model.Kind == kind).Select(model => model.Name));
        throw NotFound((named.Count > 0 ? $"The model '{name}' is no {Word(kind)} model." : $"There is no model '{name}'.")
            + (choices.Length > 0 ? $" Known {Word(kind)} models: {choices}." : $" No {Word(kind)} model is set up here."));
    }

    /// <summary>A kind as the wire names it.</summary>
    public static string Word(ModelKind kind) => kind switch
    {
        ModelKind.Chat => "chat",
        ModelKind.Embedder => "embedding",
        ModelKind.Reranker => "rerank",
        _ => "unknown",
    };

    private static ServedModel Card(ShelvedModel model) => new()
    {
        Name = model.Name,
        Kind = model.Kind,
        IsDefault = model.IsChosen,
        Created = File.GetLastWriteTimeUtc(model.Path),
    };

    private static ServingException NotFound(string message) => new(StatusCodes.Status404NotFound, "model_not_found", message, "model");
}

using System.Collections.Concurrent;
using Assistant.Inference.Chat;
using Assistant.Inference.Embeddings;
using Assistant.Inference.Remote;
using Assistant.Inference.Reranking;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;

namespace Assistant.Inference.Workers;

/// <summary>The models of the worker process, as this program uses them.</summary>
internal sealed class WorkerModels(WorkerSupervisor supervisor, IOptions<LocalModelsOptions> models, TimeProvider time)
{
    private readonly WorkerTransport transport = new(supervisor);
    private readonly ConcurrentDictionary<string, IChatModel> chats = new(StringComparer.Ordinal);

    /// <summary>Whether local models run in a process of their own.</summary>
    public bool AreWanted => supervisor.IsWanted;

    /// <summary>A chat model of the shelf.</summary>
    public IChatModel Chat(ShelvedModel model) => chats.GetOrAdd(model.Name, name =>
    {
        // What it really is, loading tells.
        var most = models.Value.ContextTokens;
        CompatibleChatSettings settings = new() { Model = name, ContextTokens = model.ContextTokens > 0 ? Math.Min(most, model.ContextTokens) : most, IsOurs = true };
        return new CompatibleChatClient(transport, settings, time);
    });

    /// <summary>The embedder of the settings.</summary>
    /// <param name="local">The same in this process, which knows its header.</param>
    public IEmbeddingGenerator<string, Embedding<float>> Embedder(LocalEmbeddingGenerator local) =>
        new CompatibleEmbeddingGenerator(transport, new() { Model = local.Model, Metadata = () => local.Metadata, IsOurs = true, MostTexts = int.MaxValue }, time);

    /// <summary>The reranker of the settings, which must name one.</summary>
    public IReranker Reranker() => new CompatibleReranker(transport, Path.GetFileNameWithoutExtension(ModelPaths.Reranker(models.Value)!));
}

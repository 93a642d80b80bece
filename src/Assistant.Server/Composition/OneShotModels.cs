using Assistant.Inference;
using Assistant.Inference.Embeddings;
using Assistant.Inference.Remote;
using Assistant.Inference.Workers;
using Microsoft.Extensions.AI;

namespace Assistant.Server.Composition;

/// <summary>The models of a command that answers one question and ends.</summary>
/// <remarks>
/// The embedder that ships with the product runs in the command itself (ADR 0018): its file is as trusted as the program beside it, there
/// is no house to take down, and a second process would take longer to start than the vectors to compute. Every other model runs where the
/// settings say.
/// </remarks>
internal static class OneShotModels
{
    /// <summary>Takes the shipped embedder out of the worker.</summary>
    public static void Add(IServiceCollection services) => services.AddSingleton(provider =>
        provider.GetRequiredService<LlamaRuntime>().IsAvailable ? (IEmbeddingGenerator<string, Embedding<float>>)provider.GetRequiredService<LocalEmbeddingGenerator>() : null!);

    /// <summary>Whether the settings leave the embedder to the product.</summary>
    public static bool AreShipped(IConfiguration settings) =>
        string.IsNullOrEmpty(settings[$"{LocalModelsOptions.Section}:{nameof(LocalModelsOptions.Embedder)}"])
        && string.IsNullOrEmpty(settings[$"{LocalModelsOptions.Section}:{nameof(LocalModelsOptions.Hosting)}"])
        && string.IsNullOrEmpty(settings[$"{RemoteModelsOptions.Section}:{nameof(RemoteModelsOptions.EmbedderUrl)}"]);

    /// <summary>Begins to load what is going to be needed. What goes wrong here goes wrong again where it is needed, and is told there.</summary>
    public static async Task WarmAsync(IServiceProvider services, bool isShipped, bool answers, CancellationToken cancellationToken)
    {
        if (!services.GetRequiredService<LlamaRuntime>().IsAvailable)
        {
            return;
        }

        var chat = services.GetRequiredService<ChatModels>();
        if (!isShipped || (answers && chat is { AnsweringName: not null, AnswersElsewhere: false }))
        {
            services.GetRequiredService<WorkerSupervisor>().Warm();
        }

        if (isShipped)
        {
            await services.GetRequiredService<LocalEmbeddingGenerator>().LoadAsync(cancellationToken);
        }
    }
}

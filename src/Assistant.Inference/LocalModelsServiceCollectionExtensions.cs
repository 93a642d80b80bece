using Assistant.Inference.Downloads;
using Assistant.Inference.Embeddings;
using Assistant.Inference.Remote;
using Assistant.Inference.Reranking;
using Assistant.Inference.Runtimes;
using Assistant.Inference.Workers;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Assistant.Inference;

/// <summary>Registers local models.</summary>
public static class LocalModelsServiceCollectionExtensions
{
    /// <summary>
    /// Adds <see cref="LlamaRuntime"/>, <see cref="ModelShelf"/> and <see cref="LocalEmbeddingGenerator"/>, bound to the section
    /// <see cref="LocalModelsOptions.Section"/>. Nothing is loaded before it is used.
    /// </summary>
    /// <remarks>
    /// <see cref="IEmbeddingGenerator{TInput, TEmbedding}"/> resolves to null where the native libraries can't be used, so whoever takes
    /// it as an optional service falls back by itself; so does <see cref="IReranker"/> where none is set. Chat models come from <see cref="ChatModels"/>.
    /// </remarks>
    public static IServiceCollection AddLocalModels(this IServiceCollection services, Action<LocalModelsOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);

        services.AddOptions<LocalModelsOptions>()
            .BindConfiguration(LocalModelsOptions.Section)
            .Configure(configure ?? (_ => { }))
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.AddOptions<ModelDownloadOptions>()
            .BindConfiguration(ModelDownloadOptions.Section)
            .PostConfigure(FromEnvironment)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<LlamaRuntime>();
        services.TryAddSingleton<ModelShelf>();
        services.TryAddSingleton<ModelPuller>();
        services.TryAddSingleton<RuntimeShelf>();
        services.TryAddSingleton<RuntimeInstaller>();
        services.TryAddSingleton<LocalEmbeddingGenerator>();
        services.AddOptions<WorkerOptions>()
            .BindConfiguration(WorkerOptions.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.AddOptions<RemoteModelsOptions>()
            .BindConfiguration(RemoteModelsOptions.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.TryAddSingleton<RemoteModels>();
        services.TryAddSingleton<WorkerSupervisor>();
        services.TryAddSingleton<WorkerModels>();
        services.TryAddSingleton<ChatModels>();
        services.TryAddSingleton<IEmbeddingGenerator<string, Embedding<float>>>(Embedder);
        services.TryAddSingleton<IReranker>(provider => Reranker(provider)!);
        return services;
    }

    // The hub's own name, which people have set already for its other programs.
    private static void FromEnvironment(ModelDownloadOptions options) =>
        options.Token = options.Token is { Length: > 0 } token ? token : Environment.GetEnvironmentVariable("HF_TOKEN");

    private static IEmbeddingGenerator<string, Embedding<float>> Embedder(IServiceProvider provider)
    {
        var local = provider.GetRequiredService<LocalEmbeddingGenerator>();
        return provider.GetRequiredService<RemoteModels>().Embedder is { } far ? far
            : !provider.GetRequiredService<LlamaRuntime>().IsAvailable ? null!
            : provider.GetRequiredService<WorkerModels>() is { AreWanted: true } worker ? worker.Embedder(local)
            : local;
    }

    private static IReranker? Reranker(IServiceProvider provider)
    {
        var name = provider.GetRequiredService<IOptions<LocalModelsOptions>>().Value.Reranker;
        return provider.GetRequiredService<RemoteModels>().Reranker is { } far ? far
            : name is not { Length: > 0 } || !provider.GetRequiredService<LlamaRuntime>().IsAvailable ? null
            : provider.GetRequiredService<WorkerModels>() is { AreWanted: true } worker ? worker.Reranker()
            : ActivatorUtilities.CreateInstance<LocalReranker>(provider);
    }
}

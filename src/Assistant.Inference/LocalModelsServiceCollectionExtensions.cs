using Assistant.Inference.Embeddings;
using Assistant.Inference.Reranking;
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
    /// it as an optional service falls back by itself; so does <see cref="IReranker"/> where none is set. Chat models come from <see cref="ModelShelf.Client"/>.
    /// </remarks>
    public static IServiceCollection AddLocalModels(this IServiceCollection services, Action<LocalModelsOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);

        services.AddOptions<LocalModelsOptions>()
            .BindConfiguration(LocalModelsOptions.Section)
            .Configure(configure ?? (_ => { }))
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<LlamaRuntime>();
        services.TryAddSingleton<ModelShelf>();
        services.TryAddSingleton<LocalEmbeddingGenerator>();
        services.TryAddSingleton<IEmbeddingGenerator<string, Embedding<float>>>(provider =>
            provider.GetRequiredService<LlamaRuntime>().IsAvailable ? provider.GetRequiredService<LocalEmbeddingGenerator>() : null!);
        services.TryAddSingleton<IReranker>(provider => RerankerOf(provider)!);
        return services;
    }

    private static LocalReranker? RerankerOf(IServiceProvider provider) =>
        provider.GetRequiredService<IOptions<LocalModelsOptions>>().Value.Reranker is { Length: > 0 } && provider.GetRequiredService<LlamaRuntime>().IsAvailable
            ? ActivatorUtilities.CreateInstance<LocalReranker>(provider)
            : null;
}

using Assistant.Inference.Embeddings;
using Assistant.Inference.Reranking;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Assistant.Inference.Serving;

/// <summary>Puts the models of this process behind an OpenAI-compatible HTTP face.</summary>
public static class ModelServingExtensions
{
    /// <summary>Adds what <see cref="UseModelServing"/> needs, bound to <see cref="ModelServingOptions.Section"/>. Call <c>AddLocalModels</c> too.</summary>
    public static IServiceCollection AddModelServing(this IServiceCollection services, Action<ModelServingOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);

        services.AddOptions<ModelServingOptions>()
            .BindConfiguration(ModelServingOptions.Section)
            .Configure(configure ?? (_ => { }))
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(provider => ServedModels.Of(
            provider.GetRequiredService<ModelShelf>(), provider.GetRequiredService<LocalEmbeddingGenerator>(), provider.GetService<IReranker>()));
        services.TryAddSingleton<ServingFigures>();
        services.TryAddSingleton<ChatEndpoint>();
        services.TryAddSingleton<EmbeddingsEndpoint>();
        services.TryAddSingleton<RerankEndpoint>();
        services.TryAddSingleton<ModelEndpoints>();
        services.TryAddSingleton<ModelServer>();
        return services;
    }

    /// <summary>
    /// Answers every request that comes here: <c>/v1/chat/completions</c>, <c>/v1/embeddings</c>, <c>/v1/rerank</c>, <c>/v1/models</c>,
    /// <c>/models/load</c>, <c>/tokenize</c>, <c>/health</c> and <c>/metrics</c>, everything else with 404. To serve under a prefix
    /// call it inside of <c>Map</c>.
    /// </summary>
    public static IApplicationBuilder UseModelServing(this IApplicationBuilder app)
    {
        ArgumentNullException.ThrowIfNull(app);
        var server = app.ApplicationServices.GetRequiredService<ModelServer>();
        app.Run(server.HandleAsync);
        return app;
    }
}

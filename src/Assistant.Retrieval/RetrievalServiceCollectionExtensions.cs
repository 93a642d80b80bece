using Assistant.Core;
using Assistant.Retrieval.Ranking;
using Assistant.Retrieval.Index.Local;
using Assistant.Retrieval.Vectors;
using Assistant.Retrieval.Words;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Assistant.Retrieval;

/// <summary>Registers search.</summary>
public static class RetrievalServiceCollectionExtensions
{
    /// <summary>
    /// Adds <see cref="IPassageIndex"/> (the embedded one), <see cref="IRetriever"/>, <see cref="ISentenceScorer"/>,
    /// <see cref="ITextAnalyzer"/> and <see cref="VectorBackfill"/>, bound to the section <see cref="RetrievalOptions.Section"/>.
    /// Nothing is opened before it is used. An embedding generator is taken from the services where there is one.
    /// </summary>
    /// <param name="services">Where to register.</param>
    /// <param name="configure">Changes options after configuration was bound, or null.</param>
    public static IServiceCollection AddRetrieval(this IServiceCollection services, Action<RetrievalOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);

        services.AddOptions<RetrievalOptions>()
            .BindConfiguration(RetrievalOptions.Section)
            .Configure(configure ?? (_ => { }))
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<TextAnalyzer>();
        services.TryAddSingleton<ITextAnalyzer>(provider => provider.GetRequiredService<TextAnalyzer>());
        services.TryAddSingleton<IPassageIndex, LocalPassageIndex>();
        services.TryAddSingleton<QuestionEmbedder>();
        services.TryAddSingleton<IRetriever, HybridRetriever>();
        services.TryAddSingleton<ISentenceScorer, SentenceScorer>();
        services.TryAddSingleton<VectorBackfill>();
        return services;
    }
}

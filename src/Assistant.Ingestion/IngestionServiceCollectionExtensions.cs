using Assistant.Core;
using Assistant.Ingestion.Chunking;
using Assistant.Ingestion.Reading;
using Assistant.Ingestion.Working;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Assistant.Ingestion;

/// <summary>Registers ingestion.</summary>
public static class IngestionServiceCollectionExtensions
{
    /// <summary>Adds <see cref="IIngestion"/>. Needs the index, the catalogue, the file store and a token counter from other rooms.</summary>
    /// <param name="services">Where to register.</param>
    /// <param name="configure">Changes options after configuration was bound, or null.</param>
    public static IServiceCollection AddIngestion(this IServiceCollection services, Action<IngestionOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);

        services.AddOptions<IngestionOptions>()
            .BindConfiguration(IngestionOptions.Section)
            .Configure(configure ?? (_ => { }))
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.AddReaders();
        services.TryAddSingleton<PassageChunker>();
        services.TryAddSingleton<RecordGates>();
        services.TryAddSingleton<Originals>();
        services.TryAddSingleton<Intake>();
        services.TryAddSingleton<DocumentProgress>();
        services.TryAddSingleton<DocumentIndexing>();
        services.TryAddSingleton<Recovery>();
        services.AddReaders();
        services.TryAddSingleton<IIngestion, IngestionWorker>();
        return services;
    }
}

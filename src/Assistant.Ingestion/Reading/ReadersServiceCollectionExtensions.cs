using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Assistant.Ingestion.Reading;

/// <summary>Registers what reads documents.</summary>
internal static class ReadersServiceCollectionExtensions
{
    /// <summary>Adds the reader of all known formats.</summary>
    internal static IServiceCollection AddReaders(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IDocumentTextReader, DocumentTextReader>();
        return services;
    }
}

using Assistant.Core;
using Assistant.Storage.Catalog;
using Assistant.Storage.Conversations;
using Assistant.Storage.Files;
using Assistant.Storage.Homes;
using Assistant.Storage.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Assistant.Storage;

/// <summary>Registers the home's storage.</summary>
public static class StorageServiceCollectionExtensions
{
    /// <summary>Adds the home with its catalogue of documents, conversations and originals. Nothing is opened until the first use.</summary>
    /// <param name="services">Where to register.</param>
    /// <param name="configure">Changes options after configuration was bound, or null.</param>
    public static IServiceCollection AddStorage(this IServiceCollection services, Action<StorageOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);

        services.AddOptions<StorageOptions>()
            .BindConfiguration(StorageOptions.Section)
            .Configure(configure ?? (_ => { }))
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.AddLogging();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<HomeSchema>();
        services.AddPooledDbContextFactory<HomeContext>((provider, builder) => builder
            .UseSqlite(SqliteHome.ConnectionString(provider.GetRequiredService<HomeSchema>().DatabasePath))
            .AddInterceptors(SqliteConnectionSettings.Instance));
        services.TryAddSingleton<HomeDatabase>();
        services.TryAddSingleton<IDocumentCatalog, DocumentCatalog>();
        services.TryAddSingleton<IConversationStore, ConversationStore>();
        services.TryAddSingleton<IFileStore, FileStore>();
        return services;
    }
}

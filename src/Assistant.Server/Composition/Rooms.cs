using Assistant.Channels.Web;
using Assistant.Core;
using Assistant.Inference;
using Assistant.Inference.Workers;
using Assistant.Ingestion;
using Assistant.Orchestration;
using Assistant.Retrieval;
using Assistant.Retrieval.Vectors;
using Assistant.Server.CommandLine;
using Assistant.Server.Home;
using Assistant.Storage;
using Assistant.Storage.Homes;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Assistant.Server.Composition;

/// <summary>Wires the rooms of the house together.</summary>
internal static class Rooms
{
    /// <summary>Everything that a verb needs, without a web server. Nothing is opened or loaded before it is asked for.</summary>
    /// <param name="context">Settings and home.</param>
    /// <param name="readOnly">Whether another process may be writing to the home.</param>
    /// <param name="instead">Adds what this verb has instead of the usual.</param>
    /// <exception cref="AssistantException">A setting is wrong (<c>bad_configuration</c>).</exception>
    public static ServiceProvider Build(VerbContext context, bool readOnly, Action<IServiceCollection>? instead = null)
    {
        ServiceCollection services = new();
        services.AddSingleton<IConfiguration>(context.Configuration);
        Add(services, context, readOnly, quietLevel: LogLevel.Warning);
        instead?.Invoke(services);
        var built = services.BuildServiceProvider();
        built.GetService<IStartupValidator>()?.Validate();
        return built;
    }

    /// <summary>Adds all rooms.</summary>
    /// <param name="services">Where to.</param>
    /// <param name="context">Settings and home.</param>
    /// <param name="readOnly">Whether another process may be writing to the home.</param>
    /// <param name="quietLevel">What is logged from when the caller does not ask for more.</param>
    public static void Add(IServiceCollection services, VerbContext context, bool readOnly, LogLevel quietLevel)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddLogging(logging =>
        {
            logging.ClearProviders();
            logging.SetMinimumLevel(context.Verbose ? LogLevel.Debug : quietLevel);
            logging.AddProvider(new StandardErrorLog(TimeProvider.System, context.Verbose));
        });

        services.AddStorage(storage => storage.Home = context.Home);
        services.AddLocalModels(models =>
        {
            models.Folder = models.Folder.Length > 0 ? models.Folder : context.ModelsFolder;
            models.RuntimesFolder = models.RuntimesFolder.Length > 0 ? models.RuntimesFolder : context.RuntimesFolder;
        });
        services.Configure<WorkerOptions>(worker => WorkerCommand.Set(worker, context.Verbose));
        services.AddSingleton<ITokenCounter, EmbedderTokenCounter>();
        services.AddRetrieval(retrieval =>
        {
            retrieval.Database = HomeFiles.Database(context.Home);
            retrieval.ReadOnly = readOnly;
        });
        services.AddSingleton<AnsweringModels>();
        services.AddSingleton<FindAnsweringModel>(provider => provider.GetRequiredService<AnsweringModels>().FindAsync);
        services.AddOrchestration();
        services.AddIngestion();
        RecoverFirst(services);
        services.AddSingleton(provider => new VectorUpkeep(
            provider.GetRequiredService<IPassageIndex>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<VectorBackfill>() is { CanRun: true } backfill ? backfill.RunAsync : null));
        services.AddSingleton<HomeUpkeep>();
        services.AddSingleton<FillVectors>(provider => provider.GetRequiredService<HomeUpkeep>().FillVectorsAsync);
        services.AddSingleton<HomeWriter>();
        services.AddSingleton<WebStatuses>();
        services.AddSingleton<GetWebStatus>(provider => provider.GetRequiredService<WebStatuses>().Now);
    }

    // Whoever takes IIngestion gets the one that mends the home first.
    private static void RecoverFirst(IServiceCollection services)
    {
        var worker = services.Last(service => service.ServiceType == typeof(IIngestion));
        services.Remove(worker);
        services.AddSingleton<IIngestion>(provider =>
            new RecoveredIngestion((IIngestion)ActivatorUtilities.CreateInstance(provider, worker.ImplementationType!)));
    }

    /// <summary>Makes or opens the home.</summary>
    /// <exception cref="AssistantException">It cannot be opened: newer, damaged, not writable, disk full.</exception>
    public static Task OpenHomeAsync(IServiceProvider services, CancellationToken cancellationToken) =>
        services.GetRequiredService<HomeSchema>().OpenAsync(cancellationToken);
}

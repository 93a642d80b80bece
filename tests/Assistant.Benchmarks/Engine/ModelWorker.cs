using Assistant.Inference;
using Assistant.Inference.Chat;
using Assistant.Inference.Workers;
using Assistant.TestKit;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Assistant.Benchmarks.Engine;

/// <summary>The engine in its supervised process, used as the product uses it: over a socket.</summary>
internal sealed class ModelWorker : IAsyncDisposable
{
    private readonly ServiceProvider services;

    /// <summary>Takes the settings; the process starts with the first request.</summary>
    public ModelWorker(string model, Action<LocalModelsOptions> configure, TimeProvider? time = null)
    {
        ServiceCollection all = new();
        all.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
        all.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Warning));
        all.AddSingleton(time ?? TimeProvider.System);
        all.AddLocalModels(models =>
        {
            configure(models);
            models.Hosting = "worker";
            models.Chat = model;
        });
        all.Configure<WorkerOptions>(worker =>
        {
            foreach (var word in (string[])[AssistantProcess.Executable, "models", "serve", "--worker"])
            {
                worker.Command.Add(word);
            }
        });
        services = all.BuildServiceProvider();
        Chat = services.GetRequiredService<ChatModels>().Find() ?? throw new InvalidOperationException($"'{model}' can't answer.");
        Embedder = services.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>();
    }

    /// <summary>The chat model.</summary>
    public IChatModel Chat { get; }

    /// <summary>The embedder.</summary>
    public IEmbeddingGenerator<string, Embedding<float>> Embedder { get; }

    /// <summary>The process as it is now; null while there is none.</summary>
    public int? Process => services.GetRequiredService<WorkerSupervisor>().Status.ProcessId;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => services.DisposeAsync();
}

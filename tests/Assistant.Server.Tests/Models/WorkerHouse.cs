using Assistant.Inference;
using Assistant.Inference.Chat;
using Assistant.Inference.Tests.Fixtures;
using Assistant.Inference.Workers;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Assistant.Server.Tests.Models;

/// <summary>The models of a folder, run by the built executable as the server runs them.</summary>
internal sealed class WorkerHouse : IAsyncDisposable
{
    /// <summary>Long enough that an answer is still being written when a signal arrives.</summary>
    public const int ContextTokens = 16384;

    private readonly ServiceProvider services;

    private WorkerHouse(ServiceProvider services) => this.services = services;

    public WorkerSupervisor Supervisor => services.GetRequiredService<WorkerSupervisor>();

    public ChatModels Chats => services.GetRequiredService<ChatModels>();

    public IEmbeddingGenerator<string, Embedding<float>> Embedder => services.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>();

    /// <summary>Skips where local models can't run.</summary>
    public static WorkerHouse Open(TempFolder folder, Action<WorkerOptions>? configure = null, bool inWorker = true)
    {
        ServiceCollection services = new();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Warning));
        services.AddLocalModels(models =>
        {
            models.Folder = folder.Path;
            models.Threads = 1;
            models.ContextTokens = ContextTokens;
        });
        services.Configure<WorkerOptions>(worker =>
        {
            if (inWorker)
            {
                foreach (var word in (string[])[AssistantProcess.Executable, "models", "serve", "--worker"])
                {
                    worker.Command.Add(word);
                }
            }

            configure?.Invoke(worker);
        });
        WorkerHouse house = new(services.BuildServiceProvider());
        var runtime = house.services.GetRequiredService<LlamaRuntime>();
        Assert.SkipUnless(runtime.IsAvailable, $"Local models can't run here: {runtime.WhyNot}");
        return house;
    }

    /// <summary>Writes a small model with random weights.</summary>
    public static void WriteTiny(TempFolder folder, string name = "tiny", Action<GgufWriter>? change = null)
    {
        var writer = TinyGguf.Writer(contextTokens: ContextTokens);
        change?.Invoke(writer);
        writer.WriteTo(folder.File(name + ".gguf"));
    }

    public IChatModel Chat(string name = "tiny") => Chats.Find(name)!;

    public ValueTask DisposeAsync() => services.DisposeAsync();
}

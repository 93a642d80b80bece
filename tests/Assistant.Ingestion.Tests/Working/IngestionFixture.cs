using Assistant.Core;
using Assistant.Ingestion.Reading;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Assistant.Ingestion.Tests.Working;

/// <summary>A folder to ingest and a home in memory. The worker can be restarted on what it left behind.</summary>
internal sealed class IngestionFixture : IDisposable
{
    private readonly TempFolder temp = new();
    private ServiceProvider services;

    public IngestionFixture(Action<IngestionOptions>? configure = null)
    {
        Index = new(Crashes);
        Catalog = new(Crashes);
        Files = new(Crashes);
        Reader = new(Crashes);
        Directory.CreateDirectory(Root);
        services = Build(configure);
    }

    public Crashes Crashes { get; } = new();

    public MemoryIndex Index { get; }

    public MemoryCatalog Catalog { get; }

    public MemoryFiles Files { get; }

    public ScriptedReader Reader { get; }

    public string Root => temp.File("docs");

    public string Outside => temp.Path;

    public IIngestion Ingestion => services.GetRequiredService<IIngestion>();

    public string Write(string name, string text) => temp.Write("docs/" + name, text);

    public DocumentRecord Record(string name, string collection = "default") =>
        Catalog.Records.Single(record => record.Id == DocumentIds.For(collection, name));

    public string TextOf(string name) =>
        string.Join('\n', Index.Published[DocumentIds.For("default", name)].Passages.Select(passage => passage.Text));

    public async Task<IReadOnlyList<IngestOutcome>> IngestAsync(bool mirror = false, params IReadOnlyList<string> paths)
    {
        List<IngestOutcome> outcomes = [];
        await foreach (var outcome in Ingestion.IngestPathsAsync(new(paths.Count == 0 ? [Root] : paths, "default") { Mirror = mirror }, TestContext.Current.CancellationToken))
        {
            outcomes.Add(outcome);
        }

        return [.. outcomes.OrderBy(outcome => outcome.Name, StringComparer.Ordinal)];
    }

    /// <summary>A new process on the same home.</summary>
    public async Task RestartAsync()
    {
        Crashes.Never();
        services.Dispose();
        Index.Restart();
        services = Build(null);
        await Ingestion.RecoverAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Runs the background work until nothing waits.</summary>
    public async Task WorkAsync()
    {
        using CancellationTokenSource stop = new();
        var run = Ingestion.RunAsync(stop.Token);
        for (var waited = 0; Catalog.Records.Any(record => record.State is DocumentState.Queued or DocumentState.Processing); waited++)
        {
            Assert.True(waited < 2_000, "The background work does not end.");
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }

        await stop.CancelAsync();
        await run;
    }

    public void Dispose()
    {
        services.Dispose();
        temp.Dispose();
    }

    private ServiceProvider Build(Action<IngestionOptions>? configure) => new ServiceCollection()
        .AddSingleton<IConfiguration>(new ConfigurationBuilder().Build())
        .AddSingleton(typeof(ILogger<>), typeof(NullLogger<>))
        .AddSingleton<IPassageIndex>(Index)
        .AddSingleton<IDocumentCatalog>(Catalog)
        .AddSingleton<IFileStore>(Files)
        .AddSingleton<IDocumentTextReader>(Reader)
        .AddSingleton<ITokenCounter>(new WordCounter())
        .AddIngestion(configure)
        .BuildServiceProvider();
}

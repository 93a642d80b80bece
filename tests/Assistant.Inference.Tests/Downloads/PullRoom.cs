using Assistant.Inference.Downloads;
using Microsoft.Extensions.Logging.Abstractions;

namespace Assistant.Inference.Tests.Downloads;

/// <summary>A models folder and a hub of one test, and what was told while pulling.</summary>
public sealed class PullRoom : IAsyncDisposable
{
    public const string Repository = "maker/model-GGUF";
    public const string Name = "Model-Q4_K_M.gguf";

    private readonly TempFolder folder = new();

    private PullRoom(HubServer hub) => Hub = hub;

    public HubServer Hub { get; }

    public string Models => folder.File("models");

    public string Target => Path.Combine(Models, Name);

    public string Partial => Path.Combine(Models, ".downloads", Name + ".part");

    public List<PullStep> Steps { get; } = [];

    public long FreeBytes { get; set; } = long.MaxValue;

    public ModelDownloadOptions Options { get; } = new() { SilenceTimeout = TimeSpan.FromSeconds(30) };

    public string? HubVariable { get; set; }

    /// <summary>Runs for each step, such as to cancel.</summary>
    public Action<PullStep> OnStep { get; set; } = _ => { };

    public static async Task<PullRoom> OpenAsync()
    {
        PullRoom room = new(await HubServer.StartAsync());
        room.Options.Hub = room.Hub.Address.AbsoluteUri;
        return room;
    }

    /// <summary>Bytes that no cut can leave the same.</summary>
    public static byte[] Bytes(int count, int seed = 1)
    {
        var bytes = new byte[count];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    public HubServerFile Publish(byte[] content, string path = Name) => Hub.Add(Repository, path, content);

    public Task<PulledModel> PullAsync(string model = Repository + ":" + Name, PullChoices? choices = null, CancellationToken? cancellation = null) =>
        Puller().PullAsync(model, choices ?? new(), Tell, cancellation ?? TestContext.Current.CancellationToken);

    public async Task<ModelDownloadException> RefusedAsync(string model = Repository + ":" + Name, PullChoices? choices = null) =>
        await Assert.ThrowsAsync<ModelDownloadException>(() => PullAsync(model, choices));

    public string File(string name) => folder.File(name);

    public async ValueTask DisposeAsync()
    {
        await Hub.DisposeAsync();
        folder.Dispose();
    }

    private ModelPuller Puller() => new(
        Microsoft.Extensions.Options.Options.Create(new LocalModelsOptions { Folder = Models }),
        Microsoft.Extensions.Options.Options.Create(Options),
        TimeProvider.System,
        NullLogger<ModelPuller>.Instance)
    {
        FreeSpace = _ => FreeBytes,
        HubVariable = HubVariable,
        FirstWait = TimeSpan.FromMilliseconds(1),
    };

    private void Tell(PullStep step)
    {
        lock (Steps)
        {
            Steps.Add(step);
        }

        OnStep(step);
    }
}

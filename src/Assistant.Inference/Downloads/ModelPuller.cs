using Assistant.Inference.Catalogue;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Assistant.Inference.Downloads;

/// <summary>Brings models into the models folder: from the hub, or from this machine. Contacts nobody before it is asked to.</summary>
public sealed class ModelPuller
{
    // The largest file that the hub gives over plain HTTP; larger ones need its own protocol.
    private const long MostBytes = 50_000_000_000;

    private readonly LocalModelsOptions models;
    private readonly ModelDownloadOptions options;
    private readonly TimeProvider time;
    private readonly ILogger<ModelPuller> logger;

    /// <summary>Takes the settings.</summary>
    public ModelPuller(IOptions<LocalModelsOptions> models, IOptions<ModelDownloadOptions> options, TimeProvider time, ILogger<ModelPuller> logger)
    {
        ArgumentNullException.ThrowIfNull(models);
        ArgumentNullException.ThrowIfNull(options);
        this.models = models.Value;
        this.options = options.Value;
        this.time = time;
        this.logger = logger;
    }

    /// <summary>How free space is found out.</summary>
    internal FreeSpace FreeSpace { get; init; } = static folder => new DriveInfo(folder).AvailableFreeSpace;

    /// <summary>The hub's own variable, which people have set already for its other programs: it may say anything until a hub is asked.</summary>
    internal string? HubVariable { get; init; } = Environment.GetEnvironmentVariable("HF_ENDPOINT");

    /// <summary>The first wait after a failure.</summary>
    internal TimeSpan FirstWait { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Brings a model here.</summary>
    /// <param name="model">A name of the catalogue, <c>owner/repository:file.gguf</c>, or the path of a file.</param>
    /// <param name="choices">Revision and hash.</param>
    /// <param name="tell">Hears of each step, on the thread that works.</param>
    /// <param name="cancellationToken">Stops it; what was fetched stays and is taken up by the next call.</param>
    /// <exception cref="ModelDownloadException">It can't be brought here; code, message and hint say why.</exception>
    public async Task<PulledModel> PullAsync(string model, PullChoices choices, Action<PullStep> tell, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(model);
        ArgumentNullException.ThrowIfNull(choices);
        ArgumentNullException.ThrowIfNull(tell);
        DownloadPlaces places = new(models.Folder.Length > 0 ? Path.GetFullPath(models.Folder) : "");
        LocalModelCopy copy = new(places, FreeSpace);
        if (!IsPath(model) && (FromCatalogue(model, choices) ?? HubRequest.Parse(model, choices.Revision)) is { } request)
        {
            return await FromHubAsync(request, choices, places, tell, cancellationToken);
        }

        return File.Exists(model) ? await copy.RunAsync(Path.GetFullPath(model), choices, tell, cancellationToken) : throw Unknown(model);
    }

    private static HubRequest? FromCatalogue(string name, PullChoices choices) =>
        ModelCatalogue.Find(name) is { } known ? HubRequest.Of(known, choices.Revision) : null;

    // C:\models\x.gguf and ./owner/x:y.gguf are paths, whatever else they look like.
    private static bool IsPath(string text) => Path.IsPathRooted(text) || text[0] is '.' or '~' || text.Contains('\\');

    private Uri Hub()
    {
        if (options.Hub is { Length: > 0 } mirror)
        {
            return new(mirror);
        }

        return HubVariable is not { Length: > 0 } variable ? new(ModelDownloadOptions.PublicHub)
            : options.FaultOf(variable) is not { } fault ? new(variable)
            : throw new ModelDownloadException("bad_configuration", $"The environment variable HF_ENDPOINT ('{variable}') {fault}", $"Correct it, or set {ModelDownloadOptions.Section}:{nameof(options.Hub)}, which goes before it.");
    }

    private async Task<PulledModel> FromHubAsync(HubRequest request, PullChoices choices, DownloadPlaces places, Action<PullStep> tell, CancellationToken cancellationToken)
    {
        var address = Hub();
        places.Make();
        using var held = DownloadLock.Take(places.Lock(request.Files[0].Name), request.Files[0].ToString());
        using var http = DownloadHttp.For(address);
        HubClient hub = new(http, address, options.Token, options.AllowHttp, options.SilenceTimeout, time);
        FileDownload download = new(hub, places, options, FirstWait, time, logger);

        var wanted = new PullRecord[request.Files.Count];
        for (var index = 0; index < wanted.Length; index++)
        {
            var state = await download.DescribeAsync(request.Files[index], tell, cancellationToken);
            wanted[index] = Wanted(request.Files[index], request.Known[index], index == 0 ? choices.Sha256 : null, state);
        }

        var missing = await MissingAsync(request, wanted, places, tell, cancellationToken);
        CheckSpace(missing.Select(index => wanted[index]), places);

        // The first part comes last: it is the one that makes the model appear.
        foreach (var index in missing.Reverse())
        {
            var isPinned = request.Known[index] is not null || (index == 0 && choices.Sha256 is not null);
            wanted[index] = await download.RunAsync(request.Files[index], wanted[index], isPinned, tell, cancellationToken);
        }

        return new(places.Target(request.Files[0].Name), wanted, request.Licence, missing.Count == 0);
    }

    private static PullRecord Wanted(HubFile file, CatalogueFile? known, string? given, HubFileState state)
    {
        var expected = given?.ToLowerInvariant() ?? known?.Sha256;
        if (expected is not null && state.Sha256 is { } told && told != expected)
        {
            throw FileDownload.Replaced(file, told, expected);
        }

        var hash = state.Sha256 ?? expected ?? throw new ModelDownloadException(
            "no_hash", $"The hub tells no SHA-256 for {file}, so nobody could see whether it arrived whole.", "Give the hash with --sha256, or use another mirror.");
        var bytes = state.Bytes ?? (given is null ? known?.Bytes : null) ?? throw new ModelDownloadException(
            "download_failed", $"The hub tells no size for {file}.", "Use another mirror.");
        return bytes is > 0 and <= MostBytes
            ? new(file.Repository, file.Path, file.Revision, state.Commit, hash, bytes)
            : throw new ModelDownloadException("too_large", $"{file} has {bytes:N0} bytes; files of up to {MostBytes:N0} bytes can be fetched.", "Choose a smaller file, or one that comes in parts.");
    }

    private static async Task<IReadOnlyList<int>> MissingAsync(HubRequest request, PullRecord[] wanted, DownloadPlaces places, Action<PullStep> tell, CancellationToken cancellationToken)
    {
        List<int> missing = [];
        for (var index = 0; index < wanted.Length; index++)
        {
            if (!await PlacedModels.IsThereAsync(places, request.Files[index].Name, wanted[index], tell, cancellationToken))
            {
                missing.Add(index);
            }
        }

        return missing;
    }

    private void CheckSpace(IEnumerable<PullRecord> files, DownloadPlaces places)
    {
        var needed = files.Sum(file =>
        {
            FileInfo partial = new(places.Partial(Path.GetFileName(file.Path)));
            return partial.Exists ? Math.Max(0, file.Bytes - partial.Length) : file.Bytes;
        });
        DiskFaults.CheckSpace(needed, FreeSpace(places.Folder), places.Folder);
    }

    private static ModelDownloadException Unknown(string model) => new(
        "unknown_model",
        $"There is no model '{model}' in the catalogue, and no file of that name.",
        $"Give one of: {string.Join(", ", ModelCatalogue.Models.Select(known => known.Name))}; or owner/repository:file.gguf; or the path of a file.");
}

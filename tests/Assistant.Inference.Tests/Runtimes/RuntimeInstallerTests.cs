using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Assistant.Inference.Downloads;
using Assistant.Inference.Runtimes;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Assistant.Inference.Tests.Runtimes;

public sealed class RuntimeInstallerTests : IDisposable
{
    private const string Bins = "package/bins/linux-x64-vulkan/";

    private static readonly string[] Whole = [Bins + "libllama.vulkan.v0.5.0.so", Bins + "libggml.vulkan.v0.5.0.so", Bins + "libggml-base.so", Bins + "libggml-vulkan.so", Bins + "libggml-cpu-x64.so"];

    private readonly TempFolder folder = new();
    private readonly List<PullStep> steps = [];

    public void Dispose() => folder.Dispose();

    private string Target => folder.File("runtimes", "vulkan");

    [Fact]
    public async Task An_archive_becomes_a_folder_of_libraries_with_a_stamp()
    {
        var archive = Pack([.. Whole, Bins + "libllama-common.so", Bins + "llama-addon.node", Bins + "_nlcBuildMetadata.json", "package/dist/index.js", "package/LICENSE"]);

        var installed = await Installer(archive).AddAsync(ComputeBackend.Vulkan, archive, steps.Add, TestContext.Current.CancellationToken);

        Assert.Equal(Target, installed);
        Assert.Equal(
            ["LICENSE", "libggml-base.so", "libggml-cpu-x64.so", "libggml-vulkan.so", "libggml.vulkan.v0.5.0.so", "libllama.vulkan.v0.5.0.so", "runtime.json"],
            Directory.EnumerateFileSystemEntries(Target).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal([Target], Directory.EnumerateDirectories(folder.File("runtimes")));
        Assert.Equal(Integrity(archive), RuntimeStamp.Read(Target)!.Integrity);
    }

    [Fact]
    public async Task An_archive_that_was_changed_is_not_installed()
    {
        var archive = Pack(Whole);
        var installer = Installer(archive);
        var bytes = await File.ReadAllBytesAsync(archive);
        bytes[^1] ^= 1;
        await File.WriteAllBytesAsync(archive, bytes);

        Assert.Equal("wrong_hash", await CodeAsync(installer, archive));
        Assert.False(Directory.Exists(Target));
        Assert.Empty(Directory.EnumerateDirectories(folder.File("runtimes")));
    }

    [Fact]
    public async Task Names_and_links_of_an_archive_decide_nothing_about_where_it_writes()
    {
        var archive = Pack([.. Whole, "package/bins/../../../../escaped.so", "/bins/absolute.so"], tar =>
        {
            tar.WriteEntry(new PaxTarEntry(TarEntryType.SymbolicLink, Bins + "libevil.so") { LinkName = "/etc/passwd" });
            tar.WriteEntry(new PaxTarEntry(TarEntryType.HardLink, Bins + "libhard.so") { LinkName = "/etc/passwd" });
        });

        await Installer(archive).AddAsync(ComputeBackend.Vulkan, archive, steps.Add, TestContext.Current.CancellationToken);

        Assert.False(File.Exists(Path.Combine(Target, "libevil.so")));
        Assert.False(File.Exists(Path.Combine(Target, "libhard.so")));
        Assert.Equal([Path.Combine(Target, "escaped.so")], Directory.EnumerateFiles(folder.Path, "escaped.so", SearchOption.AllDirectories));
        Assert.False(File.Exists("/bins/absolute.so"));
    }

    [Fact]
    public async Task A_package_without_its_library_is_not_installed()
    {
        var archive = Pack([.. Whole.Where(name => !name.EndsWith("libggml-vulkan.so", StringComparison.Ordinal))]);

        Assert.Equal("npm_failed", await CodeAsync(Installer(archive), archive));
        Assert.False(Directory.Exists(Target));
    }

    [Fact]
    public async Task The_library_of_cuda_12_is_put_beside_those_of_the_processor()
    {
        foreach (var name in (string[])["libllama.v0.5.0.so", "libggml.v0.5.0.so", "libggml-base.so", "libggml-cpu-x64.so"])
        {
            folder.Write("cpu/" + name, name);
        }

        var archive = Pack(["package/bins/linux-x64-cuda/fallback/libggml-cuda.so", "package/LICENSE"]);

        var installed = await Installer(archive, ComputeBackend.Cuda12, "ggml-cuda").AddAsync(ComputeBackend.Cuda12, archive, steps.Add, TestContext.Current.CancellationToken);

        Assert.Equal(
            ["LICENSE", "libggml-base.so", "libggml-cpu-x64.so", "libggml-cuda.so", "libggml.v0.5.0.so", "libllama.v0.5.0.so", "runtime.json"],
            Directory.EnumerateFiles(installed).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_newer_package_takes_the_place_of_an_older_one_in_whole()
    {
        var old = Pack([.. Whole, Bins + "libold.so"]);
        await Installer(old).AddAsync(ComputeBackend.Vulkan, old, steps.Add, TestContext.Current.CancellationToken);
        var archive = Pack([.. Whole, Bins + "libnew.so"]);

        await Installer(archive).AddAsync(ComputeBackend.Vulkan, archive, steps.Add, TestContext.Current.CancellationToken);

        Assert.True(File.Exists(Path.Combine(Target, "libnew.so")));
        Assert.False(File.Exists(Path.Combine(Target, "libold.so")));
        Assert.Equal([Target], Directory.EnumerateDirectories(folder.File("runtimes")));
    }

    [Fact]
    public async Task A_registry_is_asked_where_the_archive_is_and_its_bytes_are_checked_by_our_own_hash()
    {
        await using var registry = await HubServer.StartAsync();
        var archive = Pack(Whole);
        registry.Serve("/@node-llama-cpp%2flinux-x64-vulkan/3.22.1", Encoding.UTF8.GetBytes($$$"""{"dist":{"tarball":"{{{registry.Address}}}files/x.tgz","integrity":"sha512-whatever"}}"""));
        registry.Serve("/files/x.tgz", await File.ReadAllBytesAsync(archive));

        await Installer(archive, registry: registry.Address).AddAsync(ComputeBackend.Vulkan, null, steps.Add, TestContext.Current.CancellationToken);

        Assert.True(File.Exists(Path.Combine(Target, "libggml-vulkan.so")));
        Assert.Contains(steps, step => step is PullStep.Fetching { Done: > 0 });

        Directory.Delete(Target, recursive: true);
        registry.Serve("/files/x.tgz", await File.ReadAllBytesAsync(Pack([.. Whole, "package/LICENSE"])));
        Assert.Equal("wrong_hash", await CodeAsync(Installer(archive, registry: registry.Address), null));
        registry.Serve("/@node-llama-cpp%2flinux-x64-vulkan/3.22.1", "<html>"u8.ToArray());
        Assert.Equal("npm_failed", await CodeAsync(Installer(archive, registry: registry.Address), null));
        registry.Serve("/@node-llama-cpp%2flinux-x64-vulkan/3.22.1", """{"dist":{"tarball":"http://192.0.2.1/x.tgz"}}"""u8.ToArray());
        Assert.Equal("npm_failed", await CodeAsync(Installer(archive, registry: registry.Address), null));
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task A_registry_that_describes_without_end_is_none(bool tellsLength)
    {
        await using var registry = await HubServer.StartAsync();
        var archive = Pack(Whole);
        var description = Encoding.UTF8.GetBytes($$$"""{"dist":{"tarball":"{{{registry.Address}}}files/x.tgz"},"readme":"{{{new string('x', 2 << 20)}}}"}""");
        registry.Serve("/@node-llama-cpp%2flinux-x64-vulkan/3.22.1", description, tellsLength);
        registry.Serve("/files/x.tgz", await File.ReadAllBytesAsync(archive));

        Assert.Equal("npm_failed", await CodeAsync(Installer(archive, registry: registry.Address), null));
        Assert.Single(registry.Requests);
    }

    [Fact]
    public async Task What_does_not_fit_is_not_fetched()
    {
        var archive = Pack(Whole);

        Assert.Equal("disk_full", await CodeAsync(Installer(archive, free: 1000), archive));
    }

    [Fact]
    public void The_lock_files_pin_one_version_and_name_no_registry()
    {
        Assert.SkipWhen(RuntimePackages.Here is [], "Packages for GPUs are pinned for Linux on x64 only.");

        Assert.Equal(3, RuntimePackages.Here.Count);
        Assert.All(RuntimePackages.Here.Append(RuntimePackages.Processor), package =>
        {
            Assert.Equal("3.22.1", package.Version);
            Assert.StartsWith("sha512-", package.Integrity, StringComparison.Ordinal);
        });
        Assert.DoesNotContain("\"resolved\"", File.ReadAllText(Repository.PathOf("src", "Assistant.Inference", "native", "gpu", "package-lock.json")), StringComparison.Ordinal);
    }

    private async Task<string> CodeAsync(RuntimeInstaller installer, string? archive) =>
        (await Assert.ThrowsAsync<ModelDownloadException>(() => installer.AddAsync(ComputeBackend.Vulkan, archive, steps.Add, TestContext.Current.CancellationToken))).Code;

    private RuntimeInstaller Installer(string archive, ComputeBackend backend = ComputeBackend.Vulkan, string library = "ggml-vulkan", Uri? registry = null, long free = long.MaxValue)
    {
        RuntimePackage package = new(backend, "@node-llama-cpp/linux-x64-vulkan", "3.22.1", Integrity(archive), 1_000_000, 1_000_000, library, []);
        var models = Options.Create(new LocalModelsOptions { RuntimesFolder = folder.File("runtimes") });
        return new(models, Options.Create(new ModelDownloadOptions { NpmRegistry = registry?.AbsoluteUri }), TimeProvider.System, NullLogger<RuntimeInstaller>.Instance)
        {
            Shelf = new(models) { ProcessorFolder = folder.File("cpu") },
            PackageOf = _ => package,
            FreeSpace = _ => free,
            FirstWait = TimeSpan.FromMilliseconds(1),
        };
    }

    private static string Integrity(string archive) => "sha512-" + Convert.ToBase64String(SHA512.HashData(File.ReadAllBytes(archive)));

    private string Pack(IEnumerable<string> names, Action<TarWriter>? more = null)
    {
        var path = folder.File(Guid.NewGuid().ToString("N") + ".tgz");
        using GZipStream zipped = new(File.Create(path), CompressionLevel.Fastest);
        using TarWriter tar = new(zipped);
        foreach (var name in names)
        {
            tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(name)) });
        }

        more?.Invoke(tar);
        return path;
    }
}

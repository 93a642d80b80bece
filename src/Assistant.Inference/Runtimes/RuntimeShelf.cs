using System.Runtime.InteropServices;
using Assistant.Inference.Native;
using Microsoft.Extensions.Options;

namespace Assistant.Inference.Runtimes;

/// <summary>The native libraries that are here for each backend, and what the system lacks for them. Loads none of them for good.</summary>
public sealed class RuntimeShelf
{
    private readonly LocalModelsOptions options;

    /// <summary>Takes the settings; folders are looked at when somebody asks.</summary>
    public RuntimeShelf(IOptions<LocalModelsOptions> options)
    {
        ArgumentNullException.ThrowIfNull(options);
        this.options = options.Value;
    }

    /// <summary>The name of a backend in settings, folders and on the command line.</summary>
    public static string NameOf(ComputeBackend backend) => backend.ToString().ToLowerInvariant();

    /// <summary>Whether the system's loader finds a library.</summary>
    internal Func<string, bool> HasLibrary { get; init; } = CanLoad;

    /// <summary>The folder of the processor's libraries.</summary>
    internal string ProcessorFolder { get; init; } = LlamaRuntime.DefaultFolder;

    /// <summary>All backends of this system: the processor first.</summary>
    public IReadOnlyList<RuntimeState> List() =>
        [.. new[] { ComputeBackend.Cpu }.Concat(RuntimePackages.Here.Select(package => package.Backend)).Select(Find)];

    /// <summary>One backend.</summary>
    public RuntimeState Find(ComputeBackend backend)
    {
        if (backend is ComputeBackend.Cpu)
        {
            return Directory.Exists(ProcessorFolder)
                ? new(backend, null, ProcessorFolder, [], null, null)
                : new(backend, null, null, [], $"There are no llama.cpp libraries: the folder '{ProcessorFolder}' does not exist.", LlamaRuntime.Hint);
        }

        if (RuntimePackages.Here.FirstOrDefault(package => package.Backend == backend) is not { } package)
        {
            return new(
                backend, null, null, [], $"There is no package for {NameOf(backend)} on this system ({RuntimeInformation.RuntimeIdentifier}).",
                $"Set {LocalModelsOptions.Section}:{nameof(options.RuntimeFolder)} to a folder with your own build of llama.cpp v0.5.0, or {LocalModelsOptions.Section}:{nameof(options.Backend)} to cpu.");
        }

        if (FolderOf(package) is not { } folder)
        {
            return new(backend, package, null, [], $"The {NameOf(backend)} libraries of llama.cpp are not here.", $"'assistant models runtime add {NameOf(backend)}' fetches them ({package.Bytes >> 20} MiB).");
        }

        return Judge(package, folder);
    }

    /// <summary>Looks whether a backend's libraries in a folder, and those of the system that they need, are there.</summary>
    internal RuntimeState Judge(RuntimePackage package, string folder)
    {
        var name = NameOf(package.Backend);
        if (NativeLibraries.Find(folder, package.Library) is null)
        {
            return new(package.Backend, package, folder, [], $"The folder '{folder}' has no library '{package.Library}' for {name}.", $"'assistant models runtime add {name}' fetches it.");
        }

        NeededLibrary[] missing = [.. package.Needs.Where(library => !HasLibrary(library.Name))];
        return missing.Length == 0
            ? new(package.Backend, package, folder, [], null, null)
            : new(
                package.Backend, package, folder, missing,
                $"This system lacks {string.Join(", ", missing.Select(library => library.Name))}, without which {name} can't compute.",
                string.Join("\n", missing.GroupBy(library => library.From).Select(group => $"For {string.Join(" and ", group.Select(library => library.Name))}: {group.Key}.")));
    }

    /// <summary>Where installed libraries may lie: in the folder of the settings, else beside the program.</summary>
    internal IEnumerable<string> PlacesOf(ComputeBackend backend)
    {
        if (options.RuntimesFolder.Length > 0)
        {
            yield return Path.GetFullPath(Path.Combine(options.RuntimesFolder, NameOf(backend)));
        }

        yield return Path.Combine(AppContext.BaseDirectory, "runtimes", "llama", NameOf(backend));
    }

    // Libraries of another version stay unused: the binding would refuse them.
    private string? FolderOf(RuntimePackage package) =>
        PlacesOf(package.Backend).FirstOrDefault(folder => RuntimeStamp.Read(folder) is { } stamp && stamp.Integrity == package.Integrity);

    private static bool CanLoad(string name)
    {
        if (!NativeLibrary.TryLoad(name, out var handle))
        {
            return false;
        }

        NativeLibrary.Free(handle);
        return true;
    }
}

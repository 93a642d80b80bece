namespace Assistant.Inference.Runtimes;

/// <summary>Which backend computes, from the settings and what is here.</summary>
/// <param name="Backend">The backend.</param>
/// <param name="Folder">The folder of its libraries.</param>
/// <param name="Fault">Why it can't, as a sentence; null where nothing is known against it.</param>
/// <param name="Hint">How to mend that; null where nothing is to be mended.</param>
/// <param name="Warnings">Why better ones were passed over.</param>
internal sealed record BackendChoice(ComputeBackend Backend, string Folder, string? Fault, string? Hint, IReadOnlyList<string> Warnings)
{
    // CUDA before Vulkan: it is the maker's own way; the newer one before the older, which is there for older drivers.
    private static readonly ComputeBackend[] Preferred = [ComputeBackend.Cuda13, ComputeBackend.Cuda12, ComputeBackend.Vulkan];

    /// <summary>Chooses. A backend that was named is never replaced by another: whoever asked for a GPU must hear that there is none.</summary>
    public static BackendChoice Of(LocalModelsOptions options, RuntimeShelf shelf)
    {
        if (options.RuntimeFolder is { Length: > 0 } own)
        {
            return OfFolder(Path.GetFullPath(own), options.Backend, shelf);
        }

        if (options.Backend is ComputeBackend.Auto)
        {
            return Best(shelf);
        }

        if (options.Backend is ComputeBackend.Cpu)
        {
            return new(ComputeBackend.Cpu, shelf.ProcessorFolder, null, LlamaRuntime.Hint, []);
        }

        var state = shelf.Find(options.Backend);
        return new(options.Backend, state.Folder ?? shelf.PlacesOf(options.Backend).First(), state.Fault, state.Hint ?? LlamaRuntime.Hint, []);
    }

    private static BackendChoice OfFolder(string folder, ComputeBackend backend, RuntimeShelf shelf)
    {
        var candidates = backend is ComputeBackend.Auto ? Preferred : backend is ComputeBackend.Cpu ? [] : [backend];
        List<string> warnings = [];
        foreach (var package in candidates.Select(candidate => RuntimePackages.Here.FirstOrDefault(package => package.Backend == candidate)).OfType<RuntimePackage>())
        {
            var state = shelf.Judge(package, folder);
            if (state.IsUsable || backend is not ComputeBackend.Auto)
            {
                return new(package.Backend, folder, state.Fault, state.Hint ?? LlamaRuntime.Hint, []);
            }

            warnings.Add(state.Fault!);
        }

        return backend is ComputeBackend.Auto or ComputeBackend.Cpu
            ? new(ComputeBackend.Cpu, folder, null, LlamaRuntime.Hint, warnings)
            : new(backend, folder, null, LlamaRuntime.Hint, []);
    }

    private static BackendChoice Best(RuntimeShelf shelf)
    {
        List<string> warnings = [];
        foreach (var state in Preferred.Select(shelf.Find))
        {
            if (state is { IsUsable: true, Folder: { } folder })
            {
                return new(state.Backend, folder, null, LlamaRuntime.Hint, warnings);
            }

            warnings.Add(state.Fault!);
        }

        return new(ComputeBackend.Cpu, shelf.ProcessorFolder, null, LlamaRuntime.Hint, warnings);
    }
}

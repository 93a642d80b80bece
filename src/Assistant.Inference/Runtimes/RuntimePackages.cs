using System.Runtime.InteropServices;
using System.Text.Json;

namespace Assistant.Inference.Runtimes;

/// <summary>The packages that are pinned: by exact version and hash, in the lock files that ship with the product.</summary>
internal static class RuntimePackages
{
    // CUDA 13 needs a driver of version 580 or later and CUDA 12 one of 525 or later: table "CUDA Toolkit and Minimum Required
    // Driver Version" of NVIDIA's release notes.
    private static readonly NeededLibrary Driver13 = new("libcuda.so.1", "install NVIDIA's driver, version 580 or later");
    private static readonly NeededLibrary Driver12 = new("libcuda.so.1", "install NVIDIA's driver, version 525 or later");

    private static readonly Lazy<IReadOnlyList<RuntimePackage>> Locked = new(ReadAll);

    /// <summary>Those for this system: none where none is locked.</summary>
    public static IReadOnlyList<RuntimePackage> Here => IsLinuxX64 ? Locked.Value : [];

    /// <summary>The libraries for the processor alone, which CUDA 12 stands on.</summary>
    public static RuntimePackage Processor { get; } =
        Read("Assistant.Inference.native.package-lock.json", ComputeBackend.Cpu, "linux-x64", bytes: 10_800_000, unpacked: 31_000_000, "", []);

    private static bool IsLinuxX64 => OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture == Architecture.X64;

    // Sizes and needs as seen in the packages of this version (readelf -d).
    private static RuntimePackage[] ReadAll() =>
    [
        Read(
            "Assistant.Inference.native.gpu.package-lock.json", ComputeBackend.Cuda13, "linux-x64-cuda", bytes: 142_898_030, unpacked: 190_000_000, "ggml-cuda",
            [new("libcudart.so.13", Toolkit(13)), new("libcublas.so.13", Toolkit(13)), Driver13]),
        Read(
            "Assistant.Inference.native.gpu.package-lock.json", ComputeBackend.Cuda12, "linux-x64-cuda-ext", bytes: 176_664_119, unpacked: 410_000_000, "ggml-cuda",
            [new("libcudart.so.12", Toolkit(12)), new("libcublas.so.12", Toolkit(12)), Driver12]),
        Read(
            "Assistant.Inference.native.gpu.package-lock.json", ComputeBackend.Vulkan, "linux-x64-vulkan", bytes: 24_311_427, unpacked: 70_000_000, "ggml-vulkan",
            [new("libvulkan.so.1", "install the Vulkan loader (package libvulkan1 on Debian and Ubuntu, vulkan-loader on Fedora) and the Vulkan driver of the GPU")]),
    ];

    private static string Toolkit(int version) =>
        $"install the runtime libraries of the CUDA Toolkit {version}; where they lie outside the system's folders, put that folder into LD_LIBRARY_PATH";

    private static RuntimePackage Read(
        string resource, ComputeBackend backend, string shortName, long bytes, long unpacked, string library, IReadOnlyList<NeededLibrary> needs)
    {
        var name = "@node-llama-cpp/" + shortName;
        using var stream = typeof(RuntimePackages).Assembly.GetManifestResourceStream(resource)!;
        using var document = JsonDocument.Parse(stream);
        var entry = document.RootElement.GetProperty("packages").GetProperty("node_modules/" + name);
        return new(backend, name, entry.GetProperty("version").GetString()!, entry.GetProperty("integrity").GetString()!, bytes, unpacked, library, needs);
    }
}

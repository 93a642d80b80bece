using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace Assistant.Inference.Native;

/// <summary>
/// Loads llama.cpp's libraries from one folder, once for the process: two copies of them side by side would share global state.
/// </summary>
internal static unsafe partial class NativeLibraries
{
    /// <summary>What llama_version() of v0.5.0 says. Every struct in this folder belongs to it.</summary>
    public const string Version = "0.5.0-dev";

    private static readonly Lock Gate = new();
    private static readonly Dictionary<string, nint> Handles = [];
    private static string? loadedFolder;

    // Larger than any struct of any version: a library that returns more than we expect must not write past the end.
    [StructLayout(LayoutKind.Sequential, Size = 1024)]
    private struct Roomy
    {
        public fixed byte Bytes[1024];
    }

    /// <summary>Loads the libraries and checks that they are the ones we know.</summary>
    /// <returns>Null when they can be called, else what is wrong, as a sentence.</returns>
    public static string? TryLoad(string folder)
    {
        lock (Gate)
        {
            if (loadedFolder is not null)
            {
                return loadedFolder == folder ? null : $"This process already uses the llama.cpp libraries in '{loadedFolder}'.";
            }

            if (!Directory.Exists(folder))
            {
                return $"There are no llama.cpp libraries: the folder '{folder}' does not exist.";
            }

            if (Find(folder, "llama") is not { } llama)
            {
                return $"There are no llama.cpp libraries in the folder '{folder}'.";
            }

            if (!NativeLibrary.TryLoad(llama, out var handle))
            {
                return $"The llama.cpp library '{llama}' can't be loaded on this system (a file beside it is missing, or it was built for another system or a newer C library).";
            }

            if (Mismatch(handle) is { } mismatch)
            {
                NativeLibrary.Free(handle);
                return mismatch;
            }

            Handles["llama"] = handle;
            foreach (var name in (string[])["ggml", "ggml-base"])
            {
                if (Find(folder, name) is not { } path || !NativeLibrary.TryLoad(path, out var part))
                {
                    return $"The library '{name}' is missing in the folder '{folder}'.";
                }

                Handles[name] = part;
            }

            NativeLibrary.SetDllImportResolver(typeof(NativeLibraries).Assembly, Resolve);
            loadedFolder = folder;
            return null;
        }
    }

    /// <summary>The file of a library: <c>libNAME.so</c>, else a name with a variant or a version such as <c>libNAME.v0.5.0.so</c>.</summary>
    internal static string? Find(string folder, string name) => Directory.EnumerateFiles(folder)
        .Where(path => LibraryName().Match(Path.GetFileName(path)) is { Success: true } match && match.Groups["name"].Value == name)
        .OrderBy(path => Path.GetFileName(path).Length)
        .ThenBy(path => path, StringComparer.Ordinal)
        .FirstOrDefault();

    private static string? Mismatch(nint llama)
    {
        if (!NativeLibrary.TryGetExport(llama, "llama_version", out var version)
            || !NativeLibrary.TryGetExport(llama, "llama_model_default_params", out var modelDefaults)
            || !NativeLibrary.TryGetExport(llama, "llama_context_default_params", out var contextDefaults))
        {
            return $"The llama.cpp libraries are not of version v0.5.0: they don't tell their version.";
        }

        var told = Marshal.PtrToStringUTF8((nint)((delegate* unmanaged[Cdecl]<byte*>)version)());
        if (told != Version)
        {
            return $"The llama.cpp libraries are of version '{told}', not '{Version}'.";
        }

        // A build of the same name may still be laid out differently. These are the defaults as v0.5.0 documents them, in
        // fields from the start to the end of both structs.
        var model = ((delegate* unmanaged[Cdecl]<Roomy>)modelDefaults)();
        var context = ((delegate* unmanaged[Cdecl]<Roomy>)contextDefaults)();
        var modelFields = (LlamaModelParams*)&model;
        var contextFields = (LlamaContextParams*)&context;
        return modelFields->GpuLayers == -1 && modelFields->LoadMode == -1 && modelFields->VocabularyOnly == 0 && modelFields->UseExtraBuffers == 1
            && contextFields->ContextTokens == 512 && contextFields->BatchTokens == 2048 && contextFields->MicroBatchTokens == 512
            && contextFields->FlashAttention == -1 && contextFields->TypeOfKeys == 1 && contextFields->TypeOfValues == 1
            && contextFields->Unified == 0 && contextFields->OtherContext == 0
                ? null
                : $"The llama.cpp libraries say that they are '{Version}', but they are laid out differently.";
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? searchPath) => Handles.GetValueOrDefault(name);

    [GeneratedRegex(@"^(lib)?(?<name>[a-z]+(-[a-z]+)*)(\.(cuda|vulkan|metal))?(\.v?[0-9]+(\.[0-9]+)*)?\.(so|dll|dylib)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex LibraryName();
}

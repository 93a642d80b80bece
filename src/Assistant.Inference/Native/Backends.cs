using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;

namespace Assistant.Inference.Native;

/// <summary>ggml's compute backends, loaded once for the process from the folder of the libraries.</summary>
internal static class Backends
{
    private static readonly Lock Gate = new();
    private static bool loaded;

    /// <summary>Loads the variant that fits this processor.</summary>
    /// <exception cref="LlamaUnavailableException">The folder has none that fits.</exception>
    public static void Load(string folder, ILogger logger)
    {
        lock (Gate)
        {
            if (loaded)
            {
                return;
            }

            if (!OperatingSystem.IsWindows())
            {
                // Else an abort in native code starts a debugger where one is installed.
                _ = LlamaNative.setenv("GGML_NO_BACKTRACE", "1", 1);
            }

            NativeLog.Start(logger);

            // Always with the folder: without one ggml also looks in the current directory, and would run whatever lies there.
            LlamaNative.ggml_backend_load_all_from_path(folder);
            if (LlamaNative.ggml_backend_dev_count() == 0)
            {
                throw new LlamaUnavailableException($"The folder '{folder}' has no llama.cpp backend for this processor.", LlamaRuntime.Hint);
            }

            LlamaNative.llama_backend_init();
            loaded = true;
        }
    }

    /// <summary>The GPUs that the loaded backends found, by their makers' names. Only after <see cref="Load"/>.</summary>
    public static unsafe IReadOnlyList<string> Gpus()
    {
        // ggml_backend_dev_type: 1 is a GPU with memory of its own, 2 one that shares the processor's.
        const int Gpu = 1;
        const int SharedGpu = 2;
        List<string> names = [];
        for (nuint index = 0; index < LlamaNative.ggml_backend_dev_count(); index++)
        {
            var device = LlamaNative.ggml_backend_dev_get(index);
            if (LlamaNative.ggml_backend_dev_type(device) is Gpu or SharedGpu)
            {
                names.Add(Marshal.PtrToStringUTF8((nint)LlamaNative.ggml_backend_dev_description(device)) ?? "");
            }
        }

        return names;
    }
}

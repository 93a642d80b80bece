using System.Runtime.InteropServices;
using Assistant.Inference.Native;

namespace Assistant.Benchmarks.Engine;

/// <summary>llama.cpp's own quantizer.</summary>
internal static unsafe class Quantization
{
    // LLAMA_FTYPE_MOSTLY_Q4_K_M.
    private const int MostlyQ4KM = 15;

    // llama_model_quantize_params of v0.5.0 has 64 bytes; only its first two fields are set here.
    [StructLayout(LayoutKind.Sequential, Size = 64)]
    private struct Parameters
    {
        public int Threads;
        public int Type;
    }

    /// <summary>Quantises a file to Q4_K_M.</summary>
    public static void ToMixedFourBits(string from, string to, int threads)
    {
        var runtime = LocalChatEngine.Runtime;
        runtime.Start();
        var library = NativeLibrary.Load(NativeLibraries.Find(runtime.Folder, "llama")!);
        var defaults = (delegate* unmanaged[Cdecl]<Parameters>)NativeLibrary.GetExport(library, "llama_model_quantize_default_params");
        var quantize = (delegate* unmanaged[Cdecl]<byte*, byte*, Parameters*, uint>)NativeLibrary.GetExport(library, "llama_model_quantize");
        var parameters = defaults();
        parameters.Threads = threads;
        parameters.Type = MostlyQ4KM;
        var source = (byte*)Marshal.StringToCoTaskMemUTF8(from);
        var target = (byte*)Marshal.StringToCoTaskMemUTF8(to);
        try
        {
            var result = quantize(source, target, &parameters);
            if (result != 0)
            {
                throw new InvalidOperationException($"llama.cpp can't quantise '{from}' ({result}).");
            }
        }
        finally
        {
            Marshal.FreeCoTaskMem((nint)source);
            Marshal.FreeCoTaskMem((nint)target);
        }
    }
}

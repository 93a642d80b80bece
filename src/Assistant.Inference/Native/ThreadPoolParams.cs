using System.Runtime.InteropServices;

namespace Assistant.Inference.Native;

/// <summary>ggml_threadpool_params of llama.cpp v0.5.0: 528 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct ThreadPoolParams
{
    public fixed byte Processors[512];
    public int Threads;
    public int Priority;
    public uint Polling;
    public byte Strict;
    public byte Paused;
}

using System.Runtime.InteropServices;

namespace Assistant.Inference.Native;

/// <summary>llama_batch of llama.cpp v0.5.0: 56 bytes, passed by value.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct LlamaBatch
{
    public int Count;
    public int* Tokens;
    public float* Vectors;
    public int* Positions;
    public int* SequenceCounts;
    public int** Sequences;
    public sbyte* Outputs;
}

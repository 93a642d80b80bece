using System.Runtime.InteropServices;

namespace Assistant.Inference.Scheduling;

/// <summary>A stretch of a beginning with its keys and values, outside the context.</summary>
/// <param name="parent">The one that has what comes before it; null when it starts at the start.</param>
/// <param name="tokens">All tokens from the start, those of its parents included.</param>
/// <param name="start">The first token whose keys and values it has.</param>
/// <param name="bytes">Their size.</param>
internal sealed unsafe class SavedPrefix(SavedPrefix? parent, int[] tokens, int start, int bytes) : IDisposable
{
    // Not an array: it is large, and goes when it is told to.
    private byte* state = (byte*)NativeMemory.Alloc((nuint)bytes);

    /// <summary>The one that has what comes before it.</summary>
    public SavedPrefix? Parent => parent;

    /// <summary>All tokens from the start.</summary>
    public int[] Tokens => tokens;

    /// <summary>The first token whose keys and values it has.</summary>
    public int Start => start;

    /// <summary>How many bytes it takes.</summary>
    public int Bytes => bytes;

    /// <summary>The keys and values.</summary>
    public Span<byte> State => new(state, state is null ? 0 : bytes);

    /// <summary>How many go on from it.</summary>
    public int Children { get; set; }

    /// <summary>When it was last of use.</summary>
    public long LastUse { get; set; }

    /// <inheritdoc/>
    public void Dispose()
    {
        NativeMemory.Free(state);
        state = null;
    }
}

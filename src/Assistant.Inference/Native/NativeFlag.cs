using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Assistant.Inference.Native;

/// <summary>One word of native memory by which running native code learns that it should stop.</summary>
/// <remarks>llama.cpp polls at each node of its graph, so looking must cost nothing: no managed object is touched.</remarks>
internal sealed unsafe class NativeFlag : SafeHandle
{
    public NativeFlag()
        : base(0, ownsHandle: true) => SetHandle((nint)NativeMemory.AllocZeroed(sizeof(int)));

    public override bool IsInvalid => handle == 0;

    /// <summary>What <see cref="AbortCallback"/> and <see cref="ProgressCallback"/> take as their argument.</summary>
    public void* Argument => (void*)handle;

    /// <summary>ggml's abort callback: ends the computation when the flag is up.</summary>
    public static delegate* unmanaged[Cdecl]<void*, byte> AbortCallback => &IsUp;

    /// <summary>llama's progress callback: ends loading when the flag is up.</summary>
    public static delegate* unmanaged[Cdecl]<float, void*, byte> ProgressCallback => &GoesOn;

    /// <summary>Raises the flag; does nothing after disposal.</summary>
    public void Raise() => Set(1);

    /// <summary>Lowers the flag.</summary>
    public void Lower() => Set(0);

    protected override bool ReleaseHandle()
    {
        NativeMemory.Free((void*)handle);
        return true;
    }

    private void Set(int value)
    {
        var held = false;
        try
        {
            DangerousAddRef(ref held);
            Volatile.Write(ref *(int*)handle, value);
        }
        catch (ObjectDisposedException)
        {
            // The work that the flag was for has ended.
        }
        finally
        {
            if (held)
            {
                DangerousRelease();
            }
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static byte IsUp(void* argument) => (byte)Volatile.Read(ref *(int*)argument);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static byte GoesOn(float progress, void* argument) => (byte)(1 - Volatile.Read(ref *(int*)argument));
}

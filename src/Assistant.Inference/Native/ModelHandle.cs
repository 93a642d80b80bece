using System.Runtime.InteropServices;

namespace Assistant.Inference.Native;

/// <summary>A loaded llama_model. Freed when the last context that uses it is gone.</summary>
internal sealed class ModelHandle : SafeHandle
{
    public ModelHandle(nint model)
        : base(0, ownsHandle: true) => SetHandle(model);

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        LlamaNative.llama_model_free(handle);
        return true;
    }
}

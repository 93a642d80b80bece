using System.Runtime.InteropServices;

namespace Assistant.Inference.Native;

/// <summary>A llama_context. It keeps its model alive, because freeing a model before its contexts is use after free.</summary>
internal sealed class ContextHandle : SafeHandle
{
    private readonly ModelHandle model;

    public ContextHandle(ModelHandle model, LlamaContextParams parameters)
        : base(0, ownsHandle: true)
    {
        this.model = model;
        var held = false;
        model.DangerousAddRef(ref held);
        SetHandle(LlamaNative.llama_init_from_model(model, parameters));
        if (IsInvalid)
        {
            // An invalid handle is never released, so its hold on the model must end here.
            model.DangerousRelease();
        }
    }

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        LlamaNative.llama_free(handle);
        model.DangerousRelease();
        return true;
    }
}

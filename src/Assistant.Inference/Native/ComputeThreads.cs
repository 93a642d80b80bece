using System.Runtime.InteropServices;

namespace Assistant.Inference.Native;

/// <summary>Threads that wait for a context's next call. Without them ggml makes new ones for each call, which costs small models some percent.</summary>
/// <remarks>To be disposed after its context.</remarks>
internal sealed unsafe class ComputeThreads : SafeHandle
{
    // GGML_BACKEND_DEVICE_TYPE_CPU.
    private const int Processor = 0;

    private readonly delegate* unmanaged[Cdecl]<nint, void> free;

    private ComputeThreads(nint pool, delegate* unmanaged[Cdecl]<nint, void> free)
        : base(0, ownsHandle: true)
    {
        this.free = free;
        SetHandle(pool);
    }

    public override bool IsInvalid => handle == 0;

    /// <summary>Makes them for a context; null where the backend knows none.</summary>
    /// <param name="context">The context.</param>
    /// <param name="threads">How many, the caller's included.</param>
    /// <param name="sleeps">Whether they sleep at once when a call has ended; else they keep their processors busy for some milliseconds, looking for the next.</param>
    public static ComputeThreads? Attach(ContextHandle context, int threads, bool sleeps)
    {
        // The backend is a library of its own that fits the processor, so its functions are asked for by name.
        var device = LlamaNative.ggml_backend_dev_by_type(Processor);
        var registry = device == 0 ? 0 : LlamaNative.ggml_backend_dev_backend_reg(device);
        if (registry == 0)
        {
            return null;
        }

        var make = (delegate* unmanaged[Cdecl]<ThreadPoolParams*, nint>)LlamaNative.ggml_backend_reg_get_proc_address(registry, "ggml_threadpool_new");
        var free = (delegate* unmanaged[Cdecl]<nint, void>)LlamaNative.ggml_backend_reg_get_proc_address(registry, "ggml_threadpool_free");
        if (make is null || free is null)
        {
            return null;
        }

        ThreadPoolParams parameters;
        LlamaNative.ggml_threadpool_params_init(&parameters, threads);
        if (sleeps)
        {
            parameters.Polling = 0;
        }

        ComputeThreads made = new(make(&parameters), free);
        if (made.IsInvalid)
        {
            return null;
        }

        LlamaNative.llama_attach_threadpool(context, made.handle, 0);
        return made;
    }

    protected override bool ReleaseHandle()
    {
        free(handle);
        return true;
    }
}

using Assistant.Inference.Native;

namespace Assistant.Inference.Engine;

/// <summary>The keys and values of a context's sequences: shared, cut, saved and put back, each behind the checks that llama.cpp lacks.</summary>
/// <remarks>
/// Not for use by two threads at once. Sequences that are copied share their cells, which is why the context must be unified:
/// with a stream for each sequence a partial copy aborts the process.
/// </remarks>
internal sealed unsafe class SequenceMemory
{
    private readonly LlamaModel model;
    private readonly ContextHandle handle;
    private readonly BatchLimits limits;

    public SequenceMemory(LlamaModel model, ContextHandle handle, BatchLimits limits)
    {
        this.model = model;
        this.handle = handle;
        this.limits = limits;
        KeepsEachToken = LlamaNative.llama_model_is_recurrent(model.Handle) == 0 && LlamaNative.llama_model_is_hybrid(model.Handle) == 0;
    }

    /// <summary>Whether a part of a sequence can be forgotten or shared. False for models that fold their past into one state.</summary>
    public bool KeepsEachToken { get; }

    private nint Memory => LlamaNative.llama_get_memory(handle) is var memory and not 0
        ? memory
        : throw new InvalidOperationException("An encoder keeps no past.");

    /// <summary>How many tokens of a sequence are kept.</summary>
    public int Length(int sequence)
    {
        CheckSequence(sequence);
        return LlamaNative.llama_memory_seq_pos_max(Memory, sequence) + 1;
    }

    /// <summary>Whether the first tokens of a sequence are all there: models with a window of attention may have dropped the oldest.</summary>
    public bool Holds(int sequence, int tokens) =>
        Length(sequence) >= tokens && LlamaNative.llama_memory_seq_pos_min(Memory, sequence) == 0;

    /// <summary>Gives a part of one sequence to another as well; no memory is taken.</summary>
    public void Copy(int source, int destination, int from, int to)
    {
        CheckSequence(source);
        CheckSequence(destination);
        CheckRange(from, to);
        if (!KeepsEachToken && (from > 0 || to < Length(source)))
        {
            throw new InvalidOperationException("This model's past can be copied only as a whole.");
        }

        LlamaNative.llama_memory_seq_cp(Memory, source, destination, from, to);
    }

    /// <summary>Forgets a part of a sequence. Cells that another sequence shares stay.</summary>
    public void Forget(int sequence, int from, int to)
    {
        CheckSequence(sequence);
        CheckRange(from, to);
        if (!KeepsEachToken && from > 0)
        {
            throw new InvalidOperationException("This model's past can be forgotten only as a whole.");
        }

        if (LlamaNative.llama_memory_seq_rm(Memory, sequence, from, to) == 0)
        {
            throw new LocalModelException($"llama.cpp can't forget a part of a sequence of '{model.File.Name}'.");
        }
    }

    /// <summary>Forgets a whole sequence.</summary>
    public void Forget(int sequence)
    {
        CheckSequence(sequence);
        _ = LlamaNative.llama_memory_seq_rm(Memory, sequence, -1, -1);
    }

    /// <summary>How many bytes <see cref="Save(int, Span{byte})"/> writes.</summary>
    /// <param name="sequence">One that is computed.</param>
    public long SavedBytes(int sequence)
    {
        CheckComputed(sequence);
        return (long)LlamaNative.llama_state_seq_get_size(handle, sequence);
    }

    /// <summary>Writes the keys and values of a sequence as bytes that <see cref="Restore"/> takes.</summary>
    /// <param name="sequence">One that is computed: of those that are only kept, llama.cpp v0.5.0 saves cells without an owner, which it then refuses.</param>
    /// <param name="state">As long as <see cref="SavedBytes"/> says.</param>
    /// <returns>False when llama.cpp can't.</returns>
    public bool Save(int sequence, Span<byte> state)
    {
        CheckComputed(sequence);
        fixed (byte* start = state)
        {
            return (int)LlamaNative.llama_state_seq_get_data(handle, start, (nuint)state.Length, sequence) == state.Length;
        }
    }

    /// <summary>The keys and values of a sequence, as bytes that <see cref="Restore"/> takes.</summary>
    /// <param name="sequence">One that is computed.</param>
    public byte[] Save(int sequence)
    {
        var state = new byte[SavedBytes(sequence)];
        return Save(sequence, state) ? state : throw new LocalModelException($"llama.cpp can't save a sequence of '{model.File.Name}'.");
    }

    /// <summary>Puts saved keys and values back.</summary>
    /// <param name="sequence">Where to; what it held is forgotten.</param>
    /// <param name="state">
    /// Bytes of <see cref="Save(int)"/> on the same model file, unchanged: llama.cpp checks nothing, and a changed byte can end the
    /// process. Whoever kept them elsewhere must have checked their hash.
    /// </param>
    /// <returns>False when llama.cpp refuses them; the sequence is empty then.</returns>
    public bool Restore(int sequence, ReadOnlySpan<byte> state)
    {
        CheckSequence(sequence);
        ArgumentOutOfRangeException.ThrowIfZero(state.Length);
        fixed (byte* start = state)
        {
            if ((int)LlamaNative.llama_state_seq_set_data(handle, start, (nuint)state.Length, sequence) == state.Length)
            {
                return true;
            }
        }

        Forget(sequence);
        return false;
    }

    // A sequence id out of range asserts.
    private void CheckSequence(int sequence)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(sequence);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(sequence, limits.Sequences);
    }

    private void CheckComputed(int sequence)
    {
        CheckSequence(sequence);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(sequence, (int)LlamaNative.llama_n_seq_max(handle));
    }

    // A negative bound would mean "all" to llama.cpp.
    private static void CheckRange(int from, int to)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(from);
        ArgumentOutOfRangeException.ThrowIfLessThan(to, from);
    }
}

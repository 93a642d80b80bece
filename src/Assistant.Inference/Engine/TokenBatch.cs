using System.Runtime.InteropServices;
using Assistant.Inference.Native;

namespace Assistant.Inference.Engine;

/// <summary>Tokens on their way into one native call. It takes nothing that would make the call abort the process.</summary>
internal sealed unsafe class TokenBatch : IDisposable
{
    private readonly BatchLimits limits;
    private readonly List<int> outputs = [];
    private LlamaBatch native;

    public TokenBatch(BatchLimits limits)
    {
        this.limits = limits;
        var capacity = (nuint)limits.Tokens;
        native.Tokens = (int*)NativeMemory.Alloc(capacity, sizeof(int));
        native.Positions = (int*)NativeMemory.Alloc(capacity, sizeof(int));
        native.SequenceCounts = (int*)NativeMemory.Alloc(capacity, sizeof(int));
        native.Sequences = (int**)NativeMemory.Alloc(capacity, (nuint)sizeof(int*));
        native.Outputs = (sbyte*)NativeMemory.Alloc(capacity, sizeof(sbyte));
        sequenceIds = (int*)NativeMemory.Alloc(capacity, sizeof(int));
    }

    private int* sequenceIds;

    /// <summary>How many tokens wait.</summary>
    public int Count => native.Count;

    /// <summary>How many more fit.</summary>
    public int Free => limits.Tokens - native.Count;

    /// <summary>Which tokens of the batch were asked for their output, by their index.</summary>
    public IReadOnlyList<int> Outputs => outputs;

    /// <summary>The native form, valid until the next change.</summary>
    public LlamaBatch Native => sequenceIds is null ? throw new ObjectDisposedException(nameof(TokenBatch)) : native;

    /// <summary>Adds a token.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The token, position or sequence does not exist in this context, or the batch is full.</exception>
    public void Add(int token, int position, int sequence, bool output)
    {
        ObjectDisposedException.ThrowIf(sequenceIds is null, this);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Free, nameof(Free));
        ArgumentOutOfRangeException.ThrowIfNegative(token);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(token, limits.Vocabulary);
        ArgumentOutOfRangeException.ThrowIfNegative(position);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(position, limits.Positions);
        ArgumentOutOfRangeException.ThrowIfNegative(sequence);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(sequence, limits.Sequences);

        if (output)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(outputs.Count, limits.Outputs, nameof(output));
        }

        var index = native.Count++;
        native.Tokens[index] = token;
        native.Positions[index] = position;
        native.SequenceCounts[index] = 1;
        sequenceIds[index] = sequence;
        native.Sequences[index] = sequenceIds + index;
        native.Outputs[index] = (sbyte)(output ? 1 : 0);
        if (output)
        {
            outputs.Add(index);
        }
    }

    /// <summary>Forgets all tokens.</summary>
    public void Clear()
    {
        native.Count = 0;
        outputs.Clear();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (sequenceIds is null)
        {
            return;
        }

        NativeMemory.Free(native.Tokens);
        NativeMemory.Free(native.Positions);
        NativeMemory.Free(native.SequenceCounts);
        NativeMemory.Free(native.Sequences);
        NativeMemory.Free(native.Outputs);
        NativeMemory.Free(sequenceIds);
        sequenceIds = null;
    }
}

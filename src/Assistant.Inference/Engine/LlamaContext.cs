using System.Numerics.Tensors;
using Assistant.Inference.Native;

namespace Assistant.Inference.Engine;

/// <summary>
/// One running conversation or one lane of embeddings: the border to native code. Each call checks first what would abort the
/// process (the cases that were reproduced with llama.cpp v0.5.0), so a supervised worker process can later stand exactly here.
/// </summary>
/// <remarks>Not for use by two threads at once. Only <see cref="Stop"/> may be called from another thread.</remarks>
internal sealed unsafe class LlamaContext : IDisposable
{
    private const int MostSequences = 256;

    // One of llama_pooling_type: a sequence has a score instead of a vector.
    private const int RankPooling = 4;

    // LLAMA_FLASH_ATTN_TYPE_AUTO: where the backend can.
    private const int AutomaticFlashAttention = -1;

    private readonly LlamaModel model;
    private readonly ContextHandle handle;
    private readonly NativeFlag stop = new();
    private readonly ContextSettings settings;
    private readonly ComputeThreads? threads;

    // What the last successful call was asked to output, by index: reading anything else asserts.
    private readonly bool[] readable;

    public LlamaContext(LlamaModel model, ContextSettings settings)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(settings.ContextTokens);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(settings.BatchTokens);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(settings.Sequences);
        ArgumentOutOfRangeException.ThrowIfNegative(settings.KeptSequences);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)settings.Sequences + settings.KeptSequences, MostSequences, nameof(settings));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(settings.Threads);

        // llama.cpp asserts that each sequence can have an output.
        ArgumentOutOfRangeException.ThrowIfLessThan(settings.Outputs ?? int.MaxValue, settings.Sequences, nameof(settings));
        this.model = model;
        this.settings = settings;
        if (!settings.Embeddings || !ModelKinds.IsEncoder(model.File))
        {
            MemoryBudget.Check(model.File, settings.ContextTokens);
        }

        NativeLog.ForgetError();
        handle = new(model.Handle, Parameters(settings));
        if (handle.IsInvalid)
        {
            stop.Dispose();
            throw new LocalModelException($"llama.cpp can't make a context of {settings.ContextTokens} tokens for '{model.File.Name}' ({NativeLog.LastError}).");
        }

        // An encoder's positions are a table that ends at the trained context; a decoder's end at the context.
        // One call of an encoder is one micro-batch.
        ContextTokens = (int)LlamaNative.llama_n_ctx(handle);
        var tokens = (int)(settings.Embeddings ? LlamaNative.llama_n_ubatch(handle) : LlamaNative.llama_n_batch(handle));
        var positions = settings.Embeddings ? Math.Min(model.TrainedContext, tokens) : ContextTokens;

        // With one pool of cells for all, llama.cpp v0.5.0 knows 256 sequences, whatever it was told.
        var sequences = (int)LlamaNative.llama_n_seq_max(handle) + settings.KeptSequences;
        Limits = new(tokens, model.Vocabulary.Count, positions, sequences) { Outputs = Math.Min(settings.Outputs ?? tokens, tokens) };
        readable = new bool[tokens];
        Memory = new(model, handle, Limits);
        if (settings.KeepsThreads && settings.Threads > 1)
        {
            threads = ComputeThreads.Attach(handle, settings.Threads, sleeps: settings.Embeddings);
        }
    }

    /// <summary>What it keeps of its sequences.</summary>
    public SequenceMemory Memory { get; }

    /// <summary>What one call may carry.</summary>
    public BatchLimits Limits { get; }

    /// <summary>The context in tokens, as llama.cpp made it: at least what was asked for.</summary>
    public int ContextTokens { get; }

    /// <summary>Ends the running call, or the next one, with an <see cref="OperationCanceledException"/>. From any thread.</summary>
    public void Stop() => stop.Raise();

    /// <summary>Takes back <see cref="Stop"/>.</summary>
    public void Resume() => stop.Lower();

    /// <summary>Sets how many of its threads compute the next call. What is computed stays the same to the bit.</summary>
    public void Use(int computeThreads)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(computeThreads);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(computeThreads, settings.Threads);
        LlamaNative.llama_set_n_threads(handle, computeThreads, computeThreads);
    }

    /// <summary>Runs the tokens through the model and keeps them as the past of their sequences.</summary>
    public void Decode(TokenBatch batch)
    {
        if (settings.Embeddings)
        {
            throw new InvalidOperationException("A context for embeddings does not decode.");
        }

        Check(batch);
        Told(LlamaNative.llama_decode(handle, batch.Native), batch);
    }

    /// <summary>Runs whole texts, one sequence each, through an encoder, or through a decoder that gives vectors and forgets what it read before.</summary>
    public void Encode(TokenBatch batch)
    {
        if (!settings.Embeddings)
        {
            throw new InvalidOperationException("A context for text does not encode.");
        }

        Check(batch);
        if (LlamaNative.llama_get_memory(handle) is var memory && memory != 0)
        {
            // The graph of a decoder reads its past: encoding without one asserts.
            LlamaNative.llama_memory_clear(memory, 0);
            Told(LlamaNative.llama_decode(handle, batch.Native), batch);
            return;
        }

        Told(LlamaNative.llama_encode(handle, batch.Native), batch);
    }

    /// <summary>The logits after a token of the last decoded batch, one for each token of the vocabulary; valid until the next call.</summary>
    /// <param name="index">The token's index in the batch, which must have been added with its output.</param>
    /// <exception cref="LocalModelException">The model computed something that is not a number.</exception>
    public ReadOnlySpan<float> Logits(int index)
    {
        var logits = index >= 0 && index < readable.Length && readable[index] && !settings.Embeddings ? LlamaNative.llama_get_logits_ith(handle, index) : null;
        ArgumentOutOfRangeException.ThrowIfEqual(logits is null, true, nameof(index));
        return Sound(new(logits, model.Vocabulary.Count));
    }

    /// <summary>The vector of a sequence of the last encoded batch, not normalised; valid until the next call.</summary>
    /// <exception cref="LocalModelException">The model computed something that is not a number.</exception>
    public ReadOnlySpan<float> Vector(int sequence) => Pooled(sequence, isScore: false);

    /// <summary>The score of a sequence of the last encoded batch, by a model with a head for it.</summary>
    /// <exception cref="LocalModelException">The model computed something that is not a number.</exception>
    public float Score(int sequence) => Pooled(sequence, isScore: true)[0];

    /// <summary>Forgets a sequence's past from a position on.</summary>
    /// <returns>False when the model can forget only everything, which has happened then.</returns>
    public bool Forget(int sequence, int from)
    {
        CheckSequence(sequence);
        ArgumentOutOfRangeException.ThrowIfNegative(from);
        Array.Clear(readable);
        var memory = LlamaNative.llama_get_memory(handle);
        if (memory == 0 || LlamaNative.llama_memory_seq_rm(memory, sequence, from, -1) != 0)
        {
            return true;
        }

        LlamaNative.llama_memory_clear(memory, 0);
        return false;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        handle.Dispose();
        threads?.Dispose();
        stop.Dispose();
    }

    private ReadOnlySpan<float> Pooled(int sequence, bool isScore)
    {
        CheckSequence(sequence);
        var numbers = settings.Embeddings && readable.Contains(true) && isScore == (LlamaNative.llama_pooling_type(handle) == RankPooling)
            ? LlamaNative.llama_get_embeddings_seq(handle, sequence)
            : null;
        ArgumentOutOfRangeException.ThrowIfEqual(numbers is null, true, nameof(sequence));
        return Sound(new(numbers, isScore ? 1 : model.Dimensions));
    }

    private LlamaContextParams Parameters(ContextSettings settings)
    {
        var parameters = LlamaNative.llama_context_default_params();
        parameters.ContextTokens = (uint)settings.ContextTokens;
        parameters.BatchTokens = (uint)settings.BatchTokens;
        parameters.MicroBatchTokens = (uint)settings.BatchTokens;
        parameters.MaxSequences = (uint)settings.Sequences;
        parameters.Threads = settings.Threads;
        parameters.BatchThreads = settings.Threads;
        parameters.Embeddings = (byte)(settings.Embeddings ? 1 : 0);
        parameters.NoPerformanceCounters = 1;

        // A passage of 256 tokens takes a sixth less time with it.
        parameters.FlashAttention = settings.Embeddings ? AutomaticFlashAttention : settings.FlashAttention ? 1 : 0;
        parameters.MaxOutputs = (uint)(settings.Outputs ?? 0);

        // Copying part of a sequence asserts without it.
        parameters.Unified = 1;
        parameters.AbortCallback = NativeFlag.AbortCallback;
        parameters.AbortCallbackArgument = stop.Argument;
        return parameters;
    }

    private void Check(TokenBatch batch)
    {
        Array.Clear(readable);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batch.Count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(batch.Count, Limits.Tokens);
    }

    private void CheckSequence(int sequence)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(sequence);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(sequence, Limits.Sequences);
    }

    private void Told(int result, TokenBatch batch)
    {
        switch (result)
        {
            case 0:
                for (var output = 0; output < batch.Outputs.Count; output++)
                {
                    readable[batch.Outputs[output]] = true;
                }

                return;
            case 1:
                throw new ContextFullException(model.File.Name, ContextTokens);
            case 2:
                throw new OperationCanceledException();
            default:
                throw new LocalModelException($"llama.cpp failed on '{model.File.Name}' with {result} ({NativeLog.LastError}).");
        }
    }

    private ReadOnlySpan<float> Sound(ReadOnlySpan<float> numbers) =>
        TensorPrimitives.IsFiniteAll(numbers) || !TensorPrimitives.IsNaNAny(numbers)
            ? numbers
            : throw new LocalModelException($"The model '{model.File.Name}' computes numbers that are none; its weights are damaged.");
}

using System.Runtime.InteropServices;
using Assistant.Inference.Engine;

namespace Assistant.Inference.Scheduling;

/// <summary>The context of an engine and the accounts of its cells: which running request has which sequence, and what is kept for later ones.</summary>
/// <remarks>Belongs to the decode thread; only <see cref="Context"/>'s Stop may be called from another.</remarks>
internal sealed class SequenceStore : IDisposable
{
    // The most that llama.cpp v0.5.0 knows.
    private const int MostSequences = 256;

    // A beginning comes back as a whole: others don't leave for it where it takes more cells than so many for each token that is of use.
    private const int MostCellsForToken = 8;

    private readonly EngineSettings settings;
    private readonly List<RunningSequence> running;
    private readonly Stack<int> free = [];
    private readonly bool shares;
    private readonly SavedPrefixes? saved;

    // What the only sequence of a reproducible engine holds, in whole pieces.
    private readonly List<int> pieces = [];

    /// <summary>Makes the context.</summary>
    /// <param name="model">The model.</param>
    /// <param name="settings">How large.</param>
    /// <param name="running">The requests that run.</param>
    /// <exception cref="LocalModelException">It can't be made.</exception>
    public SequenceStore(LlamaModel model, EngineSettings settings, List<RunningSequence> running)
    {
        this.settings = settings;
        this.running = running;

        // One more, through which beginnings are saved and put back.
        var sequences = settings.Parallel + (settings is { Reproducible: false, SavedBytes: > 0 } ? 1 : 0);
        Context = new(model, new()
        {
            ContextTokens = settings.Cells,
            BatchTokens = Math.Min(settings.Parallel + Math.Max(settings.PromptTokensAlone, settings.PromptTokensBetween), settings.Cells),
            Sequences = sequences,
            KeptSequences = MostSequences - sequences,
            Outputs = sequences,
            FlashAttention = true,
            Threads = settings.Threads,
            KeepsThreads = true,
        });
        Batch = new(Context.Limits);
        shares = Memory.KeepsEachToken && !settings.Reproducible;
        saved = shares && settings.SavedBytes > 0 ? new(Memory, spare: settings.Parallel, settings.SavedBytes) : null;
        Tree = new(Memory, sequences, shares ? MostSequences - sequences : 0, saved is null ? null : saved.Save);
        for (var sequence = settings.Parallel - 1; sequence >= 0; sequence--)
        {
            free.Push(sequence);
        }
    }

    /// <summary>The context.</summary>
    public LlamaContext Context { get; }

    /// <summary>The tokens of the next step.</summary>
    public TokenBatch Batch { get; }

    /// <summary>What is kept.</summary>
    public PrefixTree Tree { get; }

    /// <summary>How many bytes are kept outside the context.</summary>
    public long SavedBytes => saved?.Bytes ?? 0;

    /// <summary>How many tokens running requests hold that they do not share.</summary>
    public int OwnTokens
    {
        get
        {
            // Without LINQ: it is asked several times in each step.
            var own = 0;
            foreach (var sequence in running)
            {
                own += sequence.Computed - sequence.Shared;
            }

            return own;
        }
    }

    /// <summary>How many more tokens the next step may carry.</summary>
    public int FreeCells => Context.ContextTokens - Tree.Tokens - OwnTokens - Batch.Count;

    private SequenceMemory Memory => Context.Memory;

    /// <summary>Whether one more would leave the running ones room for what they will soon hold.</summary>
    /// <param name="tokens">What it begins with.</param>
    /// <param name="room">How many tokens an answer is given room for; it gets more as it needs it.</param>
    public bool Fits(ReadOnlySpan<int> tokens, int room)
    {
        if (running.Count == 0)
        {
            return true;
        }

        var held = Tree.PinnedTokens;
        foreach (var sequence in running)
        {
            held += sequence.Request.Prompt.Count + Math.Max(sequence.Written, Math.Min(sequence.MaxTokens, room)) - sequence.Shared;
        }

        return held + tokens.Length + room - Tree.PinnedPart(Tree.Match(tokens)) <= Context.ContextTokens;
    }

    /// <summary>Forgets what nobody rests on until so many cells are free, if it can.</summary>
    public void MakeRoom(int cells)
    {
        if (cells > FreeCells)
        {
            Tree.Forget(cells - FreeCells);
        }
    }

    /// <summary>Gives a request a sequence, with what is known of its beginning.</summary>
    public void Begin(RunningSequence sequence)
    {
        sequence.Sequence = free.Pop();
        running.Add(sequence);
        try
        {
            if (settings.Reproducible)
            {
                ReusePieces(sequence);
            }
            else
            {
                ShareMore(sequence);
                PutBack(sequence);
                ForgetUnused();
            }
        }
        catch
        {
            Release(sequence);
            throw;
        }
    }

    /// <summary>A beginning with its keys and values, wherever it is kept; null when it is not all there. No request may be running.</summary>
    public KeptPrefix? Take(int[] tokens)
    {
        const int Spare = 0;
        if (Tree.Take(tokens, Spare) is { } kept)
        {
            return kept;
        }

        if (saved is null || saved.Match(tokens) < tokens.Length)
        {
            return null;
        }

        MakeRoom(saved.CellsFor(tokens, held: 0));
        try
        {
            return saved.Restore(tokens, held: 0, Spare, FreeCells) == tokens.Length ? new(tokens, Memory.Save(Spare)) : null;
        }
        finally
        {
            Memory.Forget(Spare);
        }
    }

    /// <summary>Takes over what is known of a prompt beyond what is computed. The last token is always computed: its output is wanted.</summary>
    public void ShareMore(RunningSequence sequence)
    {
        var match = Tree.Match(sequence.Tokens[..^1]);
        var length = ReadingOrder.WorthSharing(match.Length, sequence.Tokens.Length);
        if (length <= sequence.Computed || Tree.NodeAt(match) is not { } node)
        {
            return;
        }

        Memory.Forget(sequence.Sequence);
        Memory.Copy(node.Sequence, sequence.Sequence, 0, length);
        if (Found(sequence, length))
        {
            sequence.RestOn(node, length);
        }
    }

    /// <summary>Keeps what is computed of a request, for itself and others.</summary>
    public void Keep(RunningSequence sequence)
    {
        if (shares && Tree.Keep(sequence.Tokens[..sequence.Computed], sequence.Sequence, sequence.Shared, sequence.Node) is { } node)
        {
            sequence.RestOn(node, sequence.Computed);
        }
    }

    /// <summary>Takes back what a step has computed that was ended early.</summary>
    public void Undo()
    {
        foreach (var sequence in running)
        {
            if (sequence.Carried > 0 && Memory.KeepsEachToken)
            {
                Memory.Forget(sequence.Sequence, sequence.Computed, int.MaxValue);
            }
            else if (sequence.Carried > 0)
            {
                Memory.Forget(sequence.Sequence);
                sequence.Computed = 0;
            }
        }
    }

    /// <summary>Takes a request's sequence back.</summary>
    public void Release(RunningSequence sequence)
    {
        if (settings.Reproducible)
        {
            // What was written was computed token by token, with other roundings than a prompt would have.
            pieces.Clear();
            pieces.AddRange(sequence.Request.Prompt.Take(sequence.Computed / EngineSettings.Piece * EngineSettings.Piece));
        }
        else
        {
            Memory.Forget(sequence.Sequence);
        }

        sequence.RestOn(null, 0);
        running.Remove(sequence);
        free.Push(sequence.Sequence);
        sequence.Sequence = -1;

        // With nobody to slow down, all stays: the next request may well go on from it.
        if (running.Count > 0)
        {
            ForgetUnused();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        saved?.Dispose();
        Batch.Dispose();
        Context.Dispose();
    }

    // What lies outside the context is copied into it, and is there for others too.
    private void PutBack(RunningSequence sequence)
    {
        var tokens = sequence.Tokens[..^1];
        if (saved is null || ReadingOrder.WorthSharing(saved.Match(tokens), sequence.Tokens.Length) is var length && length - sequence.Computed < SavedPrefixes.LeastTokens)
        {
            return;
        }

        // First the room: it can cost what was to be put back.
        tokens = tokens[..length];
        var cells = saved.CellsFor(tokens, sequence.Computed);
        var isDear = cells > FreeCells && cells > MostCellsForToken * (length - sequence.Computed);
        if (isDear || cells > FreeCells + Tree.Tokens - Tree.PinnedTokens)
        {
            return;
        }

        MakeRoom(cells);
        var held = saved.Restore(tokens, sequence.Computed, sequence.Sequence, FreeCells);
        if (held > sequence.Computed && Found(sequence, held))
        {
            Keep(sequence);
        }
    }

    // A request's sequence holds so much of its prompt now. False when a model with a window has dropped the oldest: then it is read anew.
    private bool Found(RunningSequence sequence, int length)
    {
        if (!Memory.Holds(sequence.Sequence, length))
        {
            Memory.Forget(sequence.Sequence);
            sequence.RestOn(null, 0);
            sequence.Computed = 0;
            return false;
        }

        sequence.Cached += sequence.Written == 0 ? length - sequence.Computed : 0;
        sequence.Computed = length;
        return true;
    }

    // Whoever computes passes over each cell that is in use, whosever it is: what nobody needs slows the others down.
    private void ForgetUnused()
    {
        if (Tree.Tokens - Tree.PinnedTokens is var unused && unused > settings.KeptTokens)
        {
            Tree.Forget(unused - settings.KeptTokens);
        }
    }

    // The last prompt's whole pieces lie where they would lie if they were computed now.
    private void ReusePieces(RunningSequence sequence)
    {
        var common = 0;
        if (Memory.KeepsEachToken)
        {
            common = sequence.Tokens[..^1].CommonPrefixLength(CollectionsMarshal.AsSpan(pieces)) / EngineSettings.Piece * EngineSettings.Piece;
            Memory.Forget(sequence.Sequence, common, int.MaxValue);
        }

        if (common == 0 || !Memory.Holds(sequence.Sequence, common))
        {
            Memory.Forget(sequence.Sequence);
            common = 0;
        }

        (sequence.Computed, sequence.Cached) = (common, common);
    }
}

using System.Diagnostics;
using Assistant.Inference.Engine;
using Microsoft.Extensions.Logging;

namespace Assistant.Inference.Scheduling;

/// <summary>
/// The sequences that are computed together. Each step is one call into the model: the last word of every answer that is being
/// written, and a piece of the prompts that are being read.
/// </summary>
/// <remarks>Belongs to the decode thread; only <see cref="Stop"/> may be called from another.</remarks>
internal sealed class BatchRunner : IDisposable
{
    // The most that llama.cpp v0.5.0 knows.
    private const int MostSequences = 256;

    // An answer is given room for this many tokens at its start; it gets more as it needs it.
    private const int RoomAtStart = 256;

    private readonly LlamaModel model;
    private readonly EngineSettings settings;
    private readonly ILogger logger;
    private readonly Action<EngineRequest, EngineOutcome, Exception?> ended;
    private readonly TokenChooser chooser = new();
    private readonly List<RunningSequence> running = [];
    private readonly List<RunningSequence> postponed = [];
    private readonly List<RunningSequence> writers = [];
    private readonly Stack<int> free = [];
    private readonly ReadingOrder order = new();
    private volatile LlamaContext? context;
    private TokenBatch? batch;
    private PrefixTree? tree;
    private bool isCleared;
    private bool isComputed;

    /// <summary>Makes nothing yet: the context comes with the first request.</summary>
    public BatchRunner(LlamaModel model, EngineSettings settings, ILogger logger, Action<EngineRequest, EngineOutcome, Exception?> ended)
    {
        this.model = model;
        this.settings = settings;
        this.logger = logger;
        this.ended = ended;
    }

    /// <summary>Whether no request runs.</summary>
    public bool IsEmpty => running.Count == 0 && postponed.Count == 0;

    /// <summary>Whether the context is in memory.</summary>
    public bool IsLoaded => context is not null;

    /// <summary>How many tokens the planned step carries.</summary>
    public int Planned => batch?.Count ?? 0;

    /// <summary>How many tokens are kept for later requests.</summary>
    public int KeptTokens => tree?.Tokens ?? 0;

    /// <summary>How many tokens running requests hold that they do not share.</summary>
    public int OwnTokens => running.Sum(sequence => sequence.Computed - sequence.Shared);

    private int FreeCells => context!.ContextTokens - tree!.Tokens - OwnTokens;

    /// <summary>Whether there is a place for one more.</summary>
    public bool HasRoom(EngineRequest request) =>
        running.Count < settings.Parallel && postponed.Count == 0 && Fits([.. request.Prompt], Math.Min(request.MaxTokens, RoomAtStart));

    /// <summary>Takes a request in.</summary>
    /// <exception cref="LocalModelException">The context can't be made.</exception>
    public void Start(EngineRequest request)
    {
        Load();
        var most = Math.Min(Math.Min(request.MaxTokens, settings.AnswerTokens), settings.ContextTokens - request.Prompt.Count + 1);
        Begin(new(request, most));
    }

    /// <summary>Ends the requests for which something holds.</summary>
    public void EndWhere(Func<RunningSequence, (EngineEnding Ending, Exception? Failure)?> reason)
    {
        for (var index = running.Count + postponed.Count - 1; index >= 0; index--)
        {
            var sequence = index < running.Count ? running[index] : postponed[index - running.Count];
            if (reason(sequence) is { } end)
            {
                End(sequence, end.Ending, end.Failure);
            }
        }
    }

    /// <summary>Puts the tokens of the next step together.</summary>
    public void Plan()
    {
        Resume();
        do
        {
            batch!.Clear();
            writers.Clear();
            foreach (var sequence in running)
            {
                (sequence.Carried, sequence.Output) = (0, -1);
                if (sequence.Pending == 1)
                {
                    writers.Add(sequence);
                }
            }

            MakeRoom(writers.Count);
            foreach (var sequence in writers)
            {
                if (FreeCells - batch.Count > 0)
                {
                    Carry(sequence, 1);
                }
            }

            PlanReading();
        }
        while (batch.Count == 0 && Postpone());
    }

    /// <summary>Computes the planned step.</summary>
    /// <returns>False when it was stopped, or could not be done: then nothing has changed, and the next plan is another try.</returns>
    /// <exception cref="LocalModelException">The model failed; all requests are to be ended.</exception>
    public bool Compute()
    {
        isComputed = false;
        try
        {
            context!.Decode(batch!);
        }
        catch (OperationCanceledException)
        {
            Undo();
            return false;
        }
        catch (ContextFullException) when (!isCleared)
        {
            // The accounts say that this cannot be; but if it is, less has to be kept.
            Undo();
            tree!.Forget(tree.Tokens);
            isCleared = !Postpone();
            return false;
        }

        (isComputed, isCleared) = (true, false);
        return true;
    }

    /// <summary>Keeps what was read in the computed step, and gives each request that was carried to its end the next token.</summary>
    public void Choose()
    {
        if (!isComputed)
        {
            return;
        }

        foreach (var sequence in running)
        {
            sequence.Computed += sequence.Carried;
            if (sequence.Carried > 1)
            {
                Keep(sequence);
            }
        }

        for (var index = running.Count - 1; index >= 0; index--)
        {
            if (running[index] is { Output: >= 0 } sequence)
            {
                Continue(sequence);
            }
        }
    }

    /// <summary>Ends the running step, from any thread.</summary>
    public void Stop() => context?.Stop();

    /// <summary>Takes back <see cref="Stop"/>.</summary>
    public void AllowSteps() => context?.Resume();

    /// <summary>Gives the context back. No request may be running.</summary>
    public void Dispose()
    {
        Debug.Assert(IsEmpty, "Requests are ended first.");
        batch?.Dispose();
        context?.Dispose();
        (batch, context, tree) = (null, null, null);
        free.Clear();
    }

    private void Load()
    {
        if (context is not null)
        {
            return;
        }

        var batchTokens = Math.Min(Math.Max(settings.PromptTokensAlone, settings.Parallel + settings.PromptTokensBetween), settings.Cells);
        LlamaContext made = new(model, new()
        {
            ContextTokens = settings.Cells,
            BatchTokens = batchTokens,
            Sequences = settings.Parallel,
            KeptSequences = MostSequences - settings.Parallel,
            Outputs = settings.Parallel,
            FlashAttention = true,
            Threads = settings.Threads,
        });
        batch = new(made.Limits);
        tree = new(made.Memory, settings.Parallel, made.Memory.KeepsEachToken ? MostSequences - settings.Parallel : 0);
        for (var sequence = settings.Parallel - 1; sequence >= 0; sequence--)
        {
            free.Push(sequence);
        }

        context = made;
        logger.EngineStarted(model.File.Name, made.ContextTokens, MemoryBudget.KeyValueBytes(model.File, made.ContextTokens) >> 20, settings.Parallel, settings.Threads);
    }

    private bool Fits(ReadOnlySpan<int> tokens, int more)
    {
        if (running.Count == 0 || context is null)
        {
            return true;
        }

        // What the running ones will have before long, and what cannot be forgotten for the sake of a new one.
        var held = tree!.PinnedTokens;
        foreach (var sequence in running)
        {
            var soon = sequence.Request.Prompt.Count + Math.Max(sequence.Written, Math.Min(sequence.MaxTokens, RoomAtStart));
            held += soon - sequence.Shared;
        }

        return held + tokens.Length + more - tree.PinnedPart(tree.Match(tokens)) <= context.ContextTokens;
    }

    private void Begin(RunningSequence sequence)
    {
        sequence.Sequence = free.Pop();
        running.Add(sequence);
        ShareMore(sequence);
    }

    private void Resume()
    {
        while (postponed.Count > 0 && running.Count < settings.Parallel && Fits(postponed[0].Tokens, RoomAtStart))
        {
            var sequence = postponed[0];
            postponed.RemoveAt(0);
            Begin(sequence);
        }
    }

    // Takes over what the tree knows of a prompt beyond what is computed. The last token is always computed: its output is wanted.
    private void ShareMore(RunningSequence sequence)
    {
        var match = tree!.Match(sequence.Tokens[..^1]);
        if (match.Length <= sequence.Computed || tree.NodeAt(match) is not { } node)
        {
            return;
        }

        var memory = context!.Memory;
        memory.Forget(sequence.Sequence);
        memory.Copy(node.Sequence, sequence.Sequence, 0, match.Length);
        if (!memory.Holds(sequence.Sequence, match.Length))
        {
            memory.Forget(sequence.Sequence);
            sequence.RestOn(null, 0);
            sequence.Computed = 0;
            return;
        }

        sequence.Cached += sequence.Written == 0 ? match.Length - sequence.Computed : 0;
        sequence.RestOn(node, match.Length);
        sequence.Computed = match.Length;
    }

    private void PlanReading()
    {
        var budget = writers.Count > 0 ? Math.Min(settings.PromptTokensBetween, Math.Max(1, ReadingOrder.MostMixed - writers.Count)) : settings.PromptTokensAlone;
        budget = Math.Min(budget, batch!.Free);
        foreach (var sequence in order.Of(running))
        {
            if (budget == 0)
            {
                return;
            }

            ShareMore(sequence);
            if (tree!.Nodes > 0 && ReadingOrder.WaitsForAnother(sequence, running))
            {
                continue;
            }

            var count = Math.Min(budget, sequence.Pending);
            MakeRoom(batch.Count + count);
            count = Math.Min(count, FreeCells - batch.Count);
            if (count > 0)
            {
                Carry(sequence, count);
                budget -= count;
            }
        }
    }

    private void Carry(RunningSequence sequence, int count)
    {
        var tokens = sequence.Tokens;
        var end = sequence.Computed + count;
        for (var position = sequence.Computed; position < end; position++)
        {
            batch!.Add(tokens[position], position, sequence.Sequence, output: position == tokens.Length - 1);
        }

        sequence.Carried = count;
        sequence.Output = end == tokens.Length ? batch!.Count - 1 : -1;
    }

    private void MakeRoom(int cells)
    {
        if (cells > FreeCells)
        {
            tree!.Forget(cells - FreeCells);
        }
    }

    // The youngest gives its place to the others; it is read again when there is room.
    private bool Postpone()
    {
        if (running.Count < 2)
        {
            return false;
        }

        var sequence = running[^1];
        Release(sequence);
        sequence.Computed = 0;
        postponed.Add(sequence);
        logger.Postponed(model.File.Name);
        return true;
    }

    // A step that was ended early has computed nothing that counts.
    private void Undo()
    {
        var memory = context!.Memory;
        foreach (var sequence in running)
        {
            if (sequence.Carried > 0 && memory.KeepsEachToken)
            {
                memory.Forget(sequence.Sequence, sequence.Computed, int.MaxValue);
            }
            else if (sequence.Carried > 0)
            {
                memory.Forget(sequence.Sequence);
                sequence.Computed = 0;
            }
        }
    }

    private void Keep(RunningSequence sequence)
    {
        if (context!.Memory.KeepsEachToken && tree!.Keep(sequence.Tokens[..sequence.Computed], sequence.Sequence, sequence.Shared, sequence.Node) is { } node)
        {
            sequence.RestOn(node, sequence.Computed);
        }
    }

    private void Continue(RunningSequence sequence)
    {
        var request = sequence.Request;
        try
        {
            if (sequence.Written == 0 && EndsByConstraint(sequence))
            {
                return;
            }

            var token = chooser.Next(request, context!.Logits(sequence.Output));
            if (request.EndTokens.Contains(token))
            {
                End(sequence, EngineEnding.Stop, null);
            }
            else if (!Write(sequence, token))
            {
                End(sequence, EngineEnding.Stop, null);
            }
            else if (!EndsByConstraint(sequence) && sequence.Written >= sequence.MaxTokens)
            {
                End(sequence, EngineEnding.Length, null);
            }
        }
#pragma warning disable CA1031 // What one request does wrong must not end the others.
        catch (Exception e)
#pragma warning restore CA1031
        {
            End(sequence, EngineEnding.Stop, e);
        }
    }

    private static bool Write(RunningSequence sequence, int token)
    {
        sequence.Request.Constraint?.Accept(token);
        sequence.Request.Sampler.Accept(token);
        sequence.Write(token);
        return sequence.Request.Take(token);
    }

    // Asked before the next token is computed, so that what is complete ends without another step.
    private bool EndsByConstraint(RunningSequence sequence)
    {
        if (sequence.Request.Constraint is not { } constraint)
        {
            return false;
        }

        if (constraint.MustEnd)
        {
            End(sequence, EngineEnding.Stop, null);
            return true;
        }

        if (!constraint.MustClose(sequence.MaxTokens - sequence.Written, out var closing))
        {
            return false;
        }

        var goesOn = true;
        for (var index = 0; goesOn && index < closing.Count; index++)
        {
            goesOn = Write(sequence, closing[index]);
        }

        End(sequence, closing.Count == 0 || !goesOn ? EngineEnding.Stop : EngineEnding.Length, null);
        return true;
    }

    private void End(RunningSequence sequence, EngineEnding ending, Exception? failure)
    {
        if (!postponed.Remove(sequence))
        {
            if (failure is null && settings.KeepsAnswers)
            {
                Keep(sequence);
            }

            Release(sequence);
        }

        var cached = Math.Min(sequence.Cached, sequence.Request.Prompt.Count - 1);
        ended(sequence.Request, new(ending, cached, sequence.Written), failure);
    }

    private void Release(RunningSequence sequence)
    {
        context!.Memory.Forget(sequence.Sequence);
        sequence.RestOn(null, 0);
        running.Remove(sequence);
        free.Push(sequence.Sequence);
        sequence.Sequence = -1;
    }
}

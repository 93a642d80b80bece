using System.Diagnostics;
using System.Runtime.InteropServices;
using Assistant.Inference.Engine;
using Microsoft.Extensions.Logging;

namespace Assistant.Inference.Scheduling;

/// <summary>
/// The sequences that are computed together. Each step is one call into the model: the last word of every answer that is being
/// written, and a piece of the prompts that are being read.
/// </summary>
/// <remarks>Belongs to the decode thread; only <see cref="Stop"/> and <see cref="Statistics"/> are for others.</remarks>
internal sealed class BatchRunner : IDisposable
{
    // An answer is given room for this many tokens at its start; it gets more as it needs it.
    private const int RoomAtStart = 256;

    private readonly LlamaModel model;
    private readonly EngineSettings settings;
    private readonly ILogger logger;
    private readonly Action<EngineRequest, EngineOutcome, Exception?> ended;
    private readonly PrefixKeeper? keeper;
    private readonly TokenChooser chooser = new();
    private readonly ReadingOrder order = new();
    private readonly ReadingPace readingPace;
    private readonly List<RunningSequence> running = [];
    private readonly List<RunningSequence> postponed = [];
    private readonly List<RunningSequence> writers = [];
    private volatile SequenceStore? store;
    private volatile EngineStatistics statistics = new();
    private bool isCleared;
    private bool isComputed;
    private long steps;
    private long readTokens;
    private long cachedTokens;
    private long writtenTokens;

    /// <summary>Makes nothing yet: the context comes with the first request.</summary>
    public BatchRunner(LlamaModel model, EngineSettings settings, ILogger logger, Action<EngineRequest, EngineOutcome, Exception?> ended)
    {
        this.model = model;
        this.settings = settings;
        this.logger = logger;
        this.ended = ended;
        readingPace = new(settings.PromptTokensAlone);
        keeper = settings.PrefixPath is { } path ? new(model, path, settings.ContextTokens, logger) : null;
    }

    /// <summary>Whether no request runs.</summary>
    public bool IsEmpty => running.Count == 0 && postponed.Count == 0;

    /// <summary>Whether the context is in memory.</summary>
    public bool IsLoaded => store is not null;

    /// <summary>How many tokens the planned step carries.</summary>
    public int Planned { get; private set; }

    /// <summary>What it has and has done, as of the last look; from any thread.</summary>
    public EngineStatistics Statistics => statistics;

    /// <summary>Whether there is a place for one more.</summary>
    public bool HasRoom(EngineRequest request) =>
        running.Count < settings.Parallel
        && postponed.Count == 0
        && (store is null || store.Fits(PromptOf(request), Math.Min(request.MaxTokens, RoomAtStart)));

    /// <summary>Takes a request in.</summary>
    /// <exception cref="LocalModelException">The context can't be made.</exception>
    public void Start(EngineRequest request)
    {
        if (store is null)
        {
            SequenceStore made = new(model, settings, running);
            keeper?.Read(made.Tree);
            store = made;
            var cells = made.Context.ContextTokens;
            logger.EngineStarted(model.File.Name, cells, MemoryBudget.KeyValueBytes(model.File, cells) >> 20, settings.Parallel, settings.Threads);
        }

        keeper?.Note(request);
        var most = Math.Min(Math.Min(request.MaxTokens, settings.AnswerTokens), settings.ContextTokens - request.Prompt.Count + 1);
        store.Begin(new(request, most));
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
            store!.Batch.Clear();
            writers.Clear();
            foreach (var sequence in running)
            {
                (sequence.Carried, sequence.Output) = (0, -1);
                if (sequence.Pending == 1)
                {
                    writers.Add(sequence);
                }
            }

            var (writes, reads) = order.Turn(writers, running.Count);
            if (writes)
            {
                PlanWriting();
            }

            if (reads)
            {
                PlanReading();
            }

            if (!writes && store.Batch.Count == 0)
            {
                PlanWriting();
            }
        }
        while (store.Batch.Count == 0 && Postpone());
        Planned = store.Batch.Count;
    }

    /// <summary>Computes the planned step.</summary>
    /// <returns>False when it was stopped, or could not be done: then nothing has changed, and the next plan is another try.</returns>
    /// <exception cref="LocalModelException">The model failed; all requests are to be ended.</exception>
    public bool Compute()
    {
        isComputed = false;
        try
        {
            store!.Context.Decode(store.Batch);
        }
        catch (OperationCanceledException)
        {
            store!.Undo();
            return false;
        }
        catch (ContextFullException) when (!isCleared)
        {
            // The accounts say that this cannot be; but if it is, less has to be kept.
            store!.Undo();
            store.Tree.Forget(store.Tree.Tokens);
            isCleared = !Postpone();
            return false;
        }
        finally
        {
            store!.Batch.Clear();
        }

        (isComputed, isCleared) = (true, false);
        return true;
    }

    /// <summary>Takes note of how long the computed step took.</summary>
    public void Took(TimeSpan duration)
    {
        var reading = 0;
        foreach (var sequence in running)
        {
            reading += sequence.Carried > 1 ? sequence.Carried : 0;
        }

        readingPace.Took(reading, duration);
    }

    /// <summary>Keeps what was read in the computed step, and gives each request that was carried to its end the next token.</summary>
    public void Choose()
    {
        if (!isComputed)
        {
            return;
        }

        steps++;
        foreach (var sequence in running)
        {
            sequence.Computed += sequence.Carried;
            if (sequence.Carried > 1)
            {
                readTokens += sequence.Carried;
                store!.Keep(sequence);
            }
        }

        for (var index = running.Count - 1; index >= 0; index--)
        {
            if (running[index] is { Output: >= 0 } sequence)
            {
                Advance(sequence);
            }
        }
    }

    /// <summary>Brings <see cref="Statistics"/> up to date.</summary>
    public void Look() => statistics = new()
    {
        Cells = store?.Context.ContextTokens ?? 0,
        OwnTokens = store?.OwnTokens ?? 0,
        KeptTokens = store?.Tree.Tokens ?? 0,
        SavedBytes = store?.SavedBytes ?? 0,
        Steps = steps,
        ReadTokens = readTokens,
        CachedTokens = cachedTokens,
        WrittenTokens = writtenTokens,
    };

    /// <summary>Ends the running step, from any thread.</summary>
    public void Stop() => store?.Context.Stop();

    /// <summary>Takes back <see cref="Stop"/>.</summary>
    public void AllowSteps() => store?.Context.Resume();

    /// <summary>Gives the context back; the next request makes a new one. No request may be running.</summary>
    /// <param name="keep">Whether what was read can be trusted, so that the system prompt may be kept on disk.</param>
    public void Release(bool keep)
    {
        Debug.Assert(IsEmpty, "Requests are ended first.");
        if (store is not { } old)
        {
            return;
        }

        store = null;
        try
        {
            if (keep)
            {
                keeper?.Write(old);
            }
        }
        finally
        {
            old.Dispose();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Release(keep: true);

    // Asked before each step while a request waits: without a copy.
    private static ReadOnlySpan<int> PromptOf(EngineRequest request) =>
        request.Prompt is List<int> tokens ? CollectionsMarshal.AsSpan(tokens) : request.Prompt.ToArray();

    private void Resume()
    {
        while (postponed.Count > 0 && running.Count < settings.Parallel && store!.Fits(postponed[0].Tokens, RoomAtStart))
        {
            store.Begin(postponed[0]);
            postponed.RemoveAt(0);
        }
    }

    private void PlanWriting()
    {
        store!.MakeRoom(writers.Count);
        foreach (var sequence in writers)
        {
            if (store.FreeCells > 0)
            {
                Carry(sequence, 1);
            }
        }
    }

    private void PlanReading()
    {
        var between = settings.PromptTokensBetween > 0 ? settings.PromptTokensBetween : readingPace.Tokens;
        var budget = Math.Min(writers.Count > 0 ? between : settings.PromptTokensAlone, store!.Batch.Free);
        foreach (var sequence in order.Of(running))
        {
            if (budget == 0)
            {
                return;
            }

            if (!settings.Reproducible)
            {
                store.ShareMore(sequence);
                if (store.Tree.Nodes > 0 && ReadingOrder.WaitsForAnother(sequence, running))
                {
                    continue;
                }
            }

            var count = settings.Reproducible ? PieceOf(sequence, budget) : Math.Min(budget, sequence.Pending);
            store.MakeRoom(count);
            count = Math.Min(count, store.FreeCells);
            if (count > 0)
            {
                Carry(sequence, count);
                budget -= count;
            }
        }
    }

    // Whole pieces first, and what is left of the prompt alone: cut the same way, whether or not the start is computed.
    private static int PieceOf(RunningSequence sequence, int budget)
    {
        var whole = (sequence.Tokens.Length / EngineSettings.Piece * EngineSettings.Piece) - sequence.Computed;
        return Math.Min(budget, whole > 0 ? whole : sequence.Pending);
    }

    private void Carry(RunningSequence sequence, int count)
    {
        var tokens = sequence.Tokens;
        var end = sequence.Computed + count;
        for (var position = sequence.Computed; position < end; position++)
        {
            store!.Batch.Add(tokens[position], position, sequence.Sequence, output: position == tokens.Length - 1);
        }

        sequence.Carried = count;
        sequence.Output = end == tokens.Length ? store!.Batch.Count - 1 : -1;
    }

    // The youngest gives its place to the others; it is read again when there is room.
    private bool Postpone()
    {
        if (running.Count < 2)
        {
            return false;
        }

        var sequence = running[^1];
        store!.Release(sequence);
        sequence.Computed = 0;
        if (sequence.Written == 0)
        {
            // What it finds known when it begins again is counted then.
            sequence.Cached = 0;
        }

        postponed.Add(sequence);
        logger.Postponed(model.File.Name);
        return true;
    }

    private void Advance(RunningSequence sequence)
    {
        try
        {
            if (chooser.Advance(sequence, store!.Context.Logits(sequence.Output)) is { } ending)
            {
                End(sequence, ending, null);
            }
        }
#pragma warning disable CA1031 // What one request does wrong must not end the others.
        catch (Exception e)
#pragma warning restore CA1031
        {
            End(sequence, EngineEnding.Stop, e);
        }
    }

    private void End(RunningSequence sequence, EngineEnding ending, Exception? failure)
    {
        if (!postponed.Remove(sequence))
        {
            if (failure is null)
            {
                store!.Keep(sequence);
            }

            store!.Release(sequence);
        }

        var cached = Math.Min(sequence.Cached, sequence.Request.Prompt.Count - 1);
        cachedTokens += cached;
        writtenTokens += sequence.Written;
        ended(sequence.Request, new(ending, cached, sequence.Written), failure);
    }
}

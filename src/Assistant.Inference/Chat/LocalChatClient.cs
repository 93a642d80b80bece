using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using System.Threading.Channels;
using Assistant.Inference.Engine;
using Assistant.Inference.Formats;
using Assistant.Inference.Gguf;
using Assistant.Inference.Scheduling;
using Assistant.Inference.Tools;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Assistant.Inference.Chat;

/// <summary>A chat model in a GGUF file. It is loaded at first use, answers many requests together, and keeps what prompts begin with.</summary>
/// <remarks>
/// Safe from many threads. Requests beyond <see cref="LocalModelsOptions.Parallel"/> wait, callers take turns (the additional property
/// <c>caller</c> of the options names one; without it each request is a caller of its own), and beyond
/// <see cref="LocalModelsOptions.QueueLimit"/> they are refused with an <see cref="EngineBusyException"/>. Temperature and seed are
/// 0 by default. What can change a text nevertheless is told in docs/decisions/0015: sums are rounded differently when requests are
/// computed together or a part of the prompt was kept, which matters where two tokens are equally likely.
/// A response format with a JSON schema and the schemas of tools are kept whatever the model's weights are; what can't be promised is
/// refused with a <see cref="Grammars.UnsupportedSchemaException"/> before anything is computed. Models whose format has no form for tools are told of
/// them in the system text.
/// </remarks>
public sealed class LocalChatClient : IChatModel
{
    private readonly LlamaRuntime runtime;
    private readonly GgufFile file;
    private readonly LocalModelsOptions options;
    private readonly TimeProvider time;
    private readonly ILogger<LocalChatClient> logger;
    private readonly ChatFormatChoice format;
    private readonly EngineSettings settings;
    private readonly Lock gate = new();
    private readonly Lock loading = new();
    private readonly CancellationTokenSource ending = new();
    private Task<LoadedChat>? load;
    private LoadedChat? loaded;
    private volatile bool isDisposed;

    /// <summary>Takes a model file; nothing is loaded yet.</summary>
    /// <param name="file">The header of the file.</param>
    /// <param name="runtime">The native libraries.</param>
    /// <param name="options">Threads, context and chat format.</param>
    /// <param name="time">Tells the date to models that want it.</param>
    /// <param name="logger">Where loading and figures are told.</param>
    /// <exception cref="UnknownChatFormatException">No chat format fits the file.</exception>
    public LocalChatClient(GgufFile file, LlamaRuntime runtime, IOptions<LocalModelsOptions> options, TimeProvider time, ILogger<LocalChatClient> logger)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(options);
        this.file = file;
        this.runtime = runtime;
        this.options = options.Value;
        this.time = time;
        this.logger = logger;
        format = Formats.ChatFormats.Choose(file, this.options.ChatFormat);
        settings = EngineSizing.Of(file, this.options);
        Metadata = new("assistant", defaultModelId: Model);
    }

    /// <summary>The model's name: the file's name without its extension.</summary>
    public string Model => Path.GetFileNameWithoutExtension(file.Path);

    /// <summary>The context in tokens, prompt and answer together.</summary>
    public int ContextTokens => settings.ContextTokens;

    /// <summary>The provider and the model's name.</summary>
    public ChatClientMetadata Metadata { get; }

    /// <summary>Whether the weights are in memory.</summary>
    public bool IsLoaded => Volatile.Read(ref loaded) is not null;

    /// <summary>What the engine has and has done; null while the weights are not in memory.</summary>
    internal EngineStatistics? Statistics => Volatile.Read(ref loaded)?.Engine.Statistics;

    /// <summary>How many tokens a text has in this model. Loads the model if it isn't.</summary>
    /// <exception cref="LocalModelException">The model can't be loaded.</exception>
    public int CountTokens(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Load().Model.Vocabulary.Tokenize(text).Count;
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<int>> CountTokensAsync(IReadOnlyList<string> texts, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(texts);
        if (!IsLoaded)
        {
            await LoadAsync(cancellationToken);
        }

        return [.. texts.Select(CountTokens)];
    }

    /// <summary>Loads the model now, so that the first question need not wait for it.</summary>
    /// <exception cref="LocalModelException">The model can't be loaded.</exception>
    public async Task LoadAsync(CancellationToken cancellationToken = default) => await LoadedAsync(cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="PromptTooLongException">The prompt doesn't fit into the context.</exception>
    /// <exception cref="ChatFormatException">The model's format can't carry the conversation.</exception>
    /// <exception cref="EngineBusyException">Too many requests wait.</exception>
    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        UpdatesAsync(messages, options, inPieces: false, cancellationToken).ToChatResponseAsync(cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="PromptTooLongException">The prompt doesn't fit into the context.</exception>
    /// <exception cref="ChatFormatException">The model's format can't carry the conversation.</exception>
    /// <exception cref="EngineBusyException">Too many requests wait.</exception>
    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        UpdatesAsync(messages, options, inPieces: true, cancellationToken);

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType == typeof(ChatClientMetadata) ? Metadata
            : serviceType.IsInstanceOfType(this) ? this
            : null;
    }

    /// <summary>Ends the requests with an <see cref="ObjectDisposedException"/>, waits until the model has come to rest, and frees it.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            if (isDisposed)
            {
                return;
            }

            isDisposed = true;
        }

        ending.Cancel();
        lock (loading)
        {
            loaded?.Engine.Dispose();
            loaded?.Model.Dispose();
            loaded = null;
            ending.Dispose();
        }
    }

    // Where nobody looks at pieces, one update at the end spares the waking of a thread for each token.
    private async IAsyncEnumerable<ChatResponseUpdate> UpdatesAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options, bool inPieces, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(messages);
        ObjectDisposedException.ThrowIf(isDisposed, this);
        var start = time.GetTimestamp();
        var request = ChatRequest.Of(messages, options, DateOnly.FromDateTime(time.GetLocalNow().DateTime));
        var chat = await LoadedAsync(cancellationToken);
        var prompt = PromptTokens.Of(Segments(request), chat.Model.Vocabulary, format.Format);
        if (prompt.Count >= ContextTokens)
        {
            throw new PromptTooLongException(Model, prompt.Count, ContextTokens);
        }

        // A large schema takes a while: not on the caller's thread, and above all not on the engine's.
        var constraint = request is { Document: null, Tools.Callable.Count: 0 } ? null
            : await Task.Run(() => AnswerRules.Of(request, chat, format.Format, ContextTokens - prompt.Count), cancellationToken);

        var updates = Channel.CreateUnbounded<ChatResponseUpdate>(new() { SingleReader = true, SingleWriter = true });
        StringBuilder whole = new();
        AnswerWriter writer = new(chat.Model.Vocabulary, chat.Form, request, inPieces ? text => updates.Writer.TryWrite(Update(request, text)) : text => whole.Append(text));
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        chat.Engine.Submit(new()
        {
            Prompt = prompt,
            Sampler = new(request.Sampling),
            EndTokens = chat.Ends,
            Constraint = constraint,
            MaxTokens = request.MaxTokens,
            SystemTokens = settings.PrefixPath is null ? 0 : SystemTokens(request, prompt, chat.Model),
            Caller = request.Caller,
            Take = writer.Take,
            Ended = End,
            CancellationToken = leaving.Token,
        });
        var isRead = false;
        try
        {
            await foreach (var update in updates.Reader.ReadAllAsync(CancellationToken.None))
            {
                yield return update;
            }

            isRead = true;
        }
        finally
        {
            if (!isRead)
            {
                await leaving.CancelAsync();
            }
        }

        void End(EngineOutcome outcome, Exception? failure)
        {
            try
            {
                if (failure is null)
                {
                    var read = writer.Finish(isCut: outcome.Ending == EngineEnding.Length);
                    if (whole.Length > 0)
                    {
                        updates.Writer.TryWrite(Update(request, whole.ToString()));
                    }

                    updates.Writer.TryWrite(Last(request, read, prompt.Count, outcome));
                    logger.Generated(Model, prompt.Count, outcome.CachedTokens, outcome.WrittenTokens, outcome.Ending.ToString(), time.GetElapsedTime(start).TotalMilliseconds);
                }
            }
#pragma warning disable CA1031 // Whoever reads the answer waits for its end, and is told of this.
            catch (Exception e)
#pragma warning restore CA1031
            {
                failure = new LocalModelException($"What '{Model}' wrote can't be read: {e.Message}", e);
            }

            updates.Writer.TryComplete(failure is OperationCanceledException ? new OperationCanceledException(cancellationToken) : failure);
        }
    }

    // Another question after the same system prompt begins alike: what the two have in common is the system prompt.
    private int SystemTokens(ChatRequest request, List<int> prompt, LlamaModel model)
    {
        List<ChatMessage> other = [.. request.Messages.TakeWhile(message => message.Role == ChatRole.System), new(ChatRole.User, "?")];
        return other.Count == 1 || request.Messages.Count < other.Count || request.Messages[other.Count - 1].Text.StartsWith('?')
            ? 0
            : CollectionsMarshal.AsSpan(PromptTokens.Of(Segments(request with { Messages = other }), model.Vocabulary, format.Format)).CommonPrefixLength(CollectionsMarshal.AsSpan(prompt));
    }

    private ChatResponseUpdate Last(ChatRequest request, ParsedOutput read, int promptTokens, EngineOutcome outcome)
    {
        var last = Update(request, "");
        last.FinishReason = read.Outcome == OutputOutcome.Calls ? ChatFinishReason.ToolCalls
            : outcome.Ending == EngineEnding.Stop ? ChatFinishReason.Stop : ChatFinishReason.Length;
        last.Contents =
        [
            .. OutputContents.Of(read),
            new UsageContent(new()
            {
                InputTokenCount = promptTokens,
                CachedInputTokenCount = outcome.CachedTokens,
                OutputTokenCount = outcome.WrittenTokens,
                TotalTokenCount = promptTokens + outcome.WrittenTokens,
            }),
        ];
        return last;
    }

    // Where the format has no form for tools, they and their calls and results are told as text.
    private IReadOnlyList<ChatSegment> Segments(ChatRequest request)
    {
        var hasTools = request.Rendering.Tools.Count > 0 || request.Messages.Any(message => message.Contents.Any(content => content is FunctionCallContent or FunctionResultContent));
        return hasTools && !format.Format.CarriesTools
            ? format.Format.Render(GenericTools.Rewrite(request.Messages, request.Rendering.Tools), request.Rendering with { Tools = [] })
            : format.Format.Render(request.Messages, request.Rendering);
    }

    private ChatResponseUpdate Update(ChatRequest request, string text) => new(ChatRole.Assistant, text)
    {
        ModelId = Model,
        ResponseId = request.Id,
        MessageId = request.Id,
        CreatedAt = time.GetUtcNow(),
    };

    // One load for all who wait for it, on a thread of its own: it goes on when the first of them leaves, and no other holds a thread.
    private Task<LoadedChat> LoadedAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(isDisposed, this);
            if (load is null or { IsFaulted: true } or { IsCanceled: true })
            {
                load = Task.Run(Load, CancellationToken.None);
            }

            return load.WaitAsync(cancellationToken);
        }
    }

    private LoadedChat Load()
    {
        lock (loading)
        {
            ObjectDisposedException.ThrowIf(isDisposed, this);
            return loaded ??= LoadNew();
        }
    }

    private LoadedChat LoadNew()
    {
        LlamaModel? model = null;
        try
        {
            MemoryBudget.Check(file, settings.Cells);
            model = LlamaModel.Load(runtime, file, logger, ending.Token);
            var ends = PromptTokens.Ends(model.Vocabulary, format.Format);
            return new(model, new(model, settings, runtime.ChatActivity, time, logger), ends, new(format.Format, model.Vocabulary));
        }
        catch (Exception e)
        {
            model?.Dispose();
            ObjectDisposedException.ThrowIf(e is OperationCanceledException, this);
            throw;
        }
    }
}

using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Assistant.Inference.Engine;
using Assistant.Inference.Formats;
using Assistant.Inference.Gguf;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Assistant.Inference.Chat;

/// <summary>A chat model in a GGUF file. It is loaded at first use, answers one request at a time, and keeps the past of the last one.</summary>
/// <remarks>
/// Safe from many threads: requests wait for their turn. The same request gives the same text (temperature 0 and seed 0 by default).
/// Tools and response formats are refused with <see cref="NotSupportedException"/>.
/// </remarks>
public sealed class LocalChatClient : IChatModel
{
    private readonly LlamaRuntime runtime;
    private readonly GgufFile file;
    private readonly LocalModelsOptions options;
    private readonly TimeProvider time;
    private readonly ILogger<LocalChatClient> logger;
    private readonly ChatFormatChoice format;
    private readonly SemaphoreSlim turn = new(1);
    private readonly Lock loading = new();
    private readonly CancellationTokenSource ended = new();
    private LlamaModel? model;
    private ChatSession? session;

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
        ContextTokens = file.ContextLength > 0 ? Math.Min(this.options.ContextTokens, file.ContextLength) : this.options.ContextTokens;
        Metadata = new("assistant", defaultModelId: Model);
    }

    /// <summary>The model's name: the file's name without its extension.</summary>
    public string Model => Path.GetFileNameWithoutExtension(file.Path);

    /// <summary>The context in tokens, prompt and answer together.</summary>
    public int ContextTokens { get; }

    /// <summary>The provider and the model's name.</summary>
    public ChatClientMetadata Metadata { get; }

    /// <summary>Whether the weights are in memory.</summary>
    public bool IsLoaded => Volatile.Read(ref model) is not null;

    /// <summary>How many tokens a text has in this model. Loads the model if it isn't.</summary>
    /// <exception cref="LocalModelException">The model can't be loaded.</exception>
    public int CountTokens(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Load(CancellationToken.None).Vocabulary.Tokenize(text).Count;
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
    public Task LoadAsync(CancellationToken cancellationToken = default) => Task.Run(() => Load(cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="PromptTooLongException">The prompt doesn't fit into the context.</exception>
    /// <exception cref="ChatFormatException">The model's format can't carry the conversation.</exception>
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        ObjectDisposedException.ThrowIf(ended.IsCancellationRequested, this);
        var request = ChatRequest.Of(messages, options, DateOnly.FromDateTime(time.GetLocalNow().DateTime));
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, ended.Token);
        await turn.WaitAsync(linked.Token);
        try
        {
            var updates = Channel.CreateUnbounded<ChatResponseUpdate>(new() { SingleReader = true, SingleWriter = true });
            var writing = Task.Run(() => Write(request, updates.Writer, linked.Token), CancellationToken.None);
            try
            {
                await foreach (var update in updates.Reader.ReadAllAsync(CancellationToken.None))
                {
                    yield return update;
                }
            }
            finally
            {
                // Also when the reader leaves early: the model must be free before the next one has its turn.
                await linked.CancelAsync();
                await writing;
            }
        }
        finally
        {
            turn.Release();
        }
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null : serviceType == typeof(ChatClientMetadata) ? Metadata : serviceType.IsInstanceOfType(this) ? this : null;
    }

    /// <summary>Ends a running request, waits for it, and frees the model.</summary>
    public void Dispose()
    {
        if (ended.IsCancellationRequested)
        {
            return;
        }

        ended.Cancel();
        turn.Wait();
        lock (loading)
        {
            session?.Dispose();
            model?.Dispose();
            model = null;
        }
    }

    private void Write(ChatRequest request, ChannelWriter<ChatResponseUpdate> updates, CancellationToken cancellationToken)
    {
        try
        {
            Answer(request, updates, cancellationToken);
            updates.Complete();
        }
#pragma warning disable CA1031 // Every failure travels to the reader.
        catch (Exception e)
#pragma warning restore CA1031
        {
            updates.Complete(cancellationToken.IsCancellationRequested && e is OperationCanceledException ? new OperationCanceledException(cancellationToken) : e);
        }
    }

    private void Answer(ChatRequest request, ChannelWriter<ChatResponseUpdate> updates, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        var loaded = Load(cancellationToken);
        var prompt = PromptTokens.Of(format.Format.Render(request.Messages, request.Rendering), loaded.Vocabulary, format.Format);
        if (prompt.Count >= ContextTokens)
        {
            throw new PromptTooLongException(Model, prompt.Count, ContextTokens);
        }

        session ??= new(loaded, ContextTokens, options.Threads > 0 ? options.Threads : Math.Max(1, Environment.ProcessorCount / 2));
        using var stopping = cancellationToken.Register(session.Stop);
        AnswerWriter writer = new(loaded.Vocabulary, PromptTokens.Stops(loaded.Vocabulary, format.Format), request, text => updates.TryWrite(Update(request, text)));
        var finish = writer.Write(session.Generate(prompt, new(request.Sampling), cancellationToken));

        var last = Update(request, "");
        last.FinishReason = finish;
        last.Contents =
        [
            new UsageContent(new()
            {
                InputTokenCount = prompt.Count,
                CachedInputTokenCount = session.CachedTokens,
                OutputTokenCount = writer.Tokens,
                TotalTokenCount = prompt.Count + writer.Tokens,
            }),
        ];
        updates.TryWrite(last);
        logger.Generated(Model, prompt.Count, session.CachedTokens, writer.Tokens, finish.Value, time.GetElapsedTime(start).TotalMilliseconds);
    }

    private ChatResponseUpdate Update(ChatRequest request, string text) => new(ChatRole.Assistant, text)
    {
        ModelId = Model,
        ResponseId = request.Id,
        MessageId = request.Id,
        CreatedAt = time.GetUtcNow(),
    };

    private LlamaModel Load(CancellationToken cancellationToken)
    {
        lock (loading)
        {
            ObjectDisposedException.ThrowIf(ended.IsCancellationRequested, this);
            cancellationToken.ThrowIfCancellationRequested();
            if (model is null)
            {
                MemoryBudget.Check(file, ContextTokens);
                model = LlamaModel.Load(runtime, file, logger, cancellationToken);
            }

            return model;
        }
    }
}

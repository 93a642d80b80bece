using Assistant.Inference.Encoders;
using Assistant.Inference.Engine;
using Assistant.Inference.Gguf;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Assistant.Inference.Reranking;

/// <summary>The cross-encoder of <see cref="LocalModelsOptions.Reranker"/>, in a GGUF file. Loaded at first use.</summary>
/// <remarks>
/// Safe from many threads. Each pair of query and text goes through the model alone: a score does not depend on the others or their order.
/// llama.cpp's graph gives both parts of a pair the token type 0: right for the XLM-RoBERTa family (bge-reranker-v2-m3), which has one
/// type, but models of BERT's own family that were trained with type 1 for the second part score a little differently than with their makers.
/// </remarks>
public sealed class LocalReranker : IReranker, IAsyncDisposable
{
    private readonly LlamaRuntime runtime;
    private readonly LocalModelsOptions options;
    private readonly TimeProvider time;
    private readonly ILogger<LocalReranker> logger;
    private readonly LazyEngine<RerankEngine> engine;

    /// <summary>Takes the settings; nothing is loaded yet.</summary>
    /// <exception cref="ArgumentException">No reranker is set.</exception>
    public LocalReranker(LlamaRuntime runtime, IOptions<LocalModelsOptions> options, TimeProvider time, ILogger<LocalReranker> logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        this.runtime = runtime;
        this.options = options.Value;
        this.time = time;
        this.logger = logger;
        Path = ModelPaths.Reranker(this.options) ?? throw new ArgumentException($"{LocalModelsOptions.Section}:{nameof(LocalModelsOptions.Reranker)} is not set.", nameof(options));
        engine = new(Load);
    }

    /// <summary>The model file.</summary>
    public string Path { get; }

    /// <inheritdoc/>
    public string Model => System.IO.Path.GetFileNameWithoutExtension(Path);

    /// <summary>Whether the weights are in memory.</summary>
    public bool IsLoaded => engine.IsLoaded;

    /// <summary>Loads the model now, so that the first question need not wait for it, and finds out whether it loads at all.</summary>
    /// <exception cref="LocalModelException">The model can't be loaded.</exception>
    public async Task LoadAsync(CancellationToken cancellationToken = default) => await engine.GetAsync(cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<RerankScore>> RerankAsync(string query, IReadOnlyList<string> texts, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(texts);
        if (texts.Any(text => text is null))
        {
            throw new ArgumentException("A text is null.", nameof(texts));
        }

        if (texts.Count == 0)
        {
            return [];
        }

        var start = time.GetTimestamp();
        var loaded = await engine.GetAsync(cancellationToken);
        var pairs = await Task.Run(
            () =>
            {
                var asked = loaded.Read(query);
                return texts.Select(text => loaded.Read(asked, text)).ToList();
            },
            cancellationToken);
        var scores = await loaded.ScoreAsync([.. pairs.Select(pair => pair.Tokens)], cancellationToken);
        logger.Reranked(Model, texts.Count, pairs.Sum(pair => pair.Tokens.Length), pairs.Count(pair => pair.IsTruncated), time.GetElapsedTime(start).TotalMilliseconds);
        return [.. pairs.Zip(scores, (pair, score) => new RerankScore(score, pair.Tokens.Length, pair.IsTruncated))];
    }

    /// <summary>Lets running requests end, then frees the model.</summary>
    public ValueTask DisposeAsync() => engine.DisposeAsync();

    private RerankEngine Load(CancellationToken cancellationToken)
    {
        var header = GgufFile.Open(Path);
        RerankEngine.Check(header);
        var model = LlamaModel.Load(runtime, header, logger, cancellationToken);
        return new(model, options.EmbedderTokens, options.Threads, runtime.ChatActivity, time);
    }
}

using Assistant.Inference.Encoders;
using Assistant.Inference.Engine;
using Assistant.Inference.Gguf;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Assistant.Inference.Embeddings;

/// <summary>An embedder in a GGUF file: the one of the settings, else the one that ships with the product. Loaded at first use.</summary>
/// <remarks>
/// Safe from many threads. Vectors have length 1. The additional property <c>input_type</c> of the options says whether the texts are
/// a <c>query</c> or a <c>passage</c> (the default), for models that were trained to tell them apart; <c>background</c> says that nobody
/// waits for them. A vector whose text was longer than the model reads has the additional property <c>truncated</c>. Whoever puts this
/// behind a wire passes all three on.
/// <para>
/// One or two texts go past everything else and wait for one passage at most; up to 32 go before what is in the background. Background
/// texts use what is left: while answers are generated here, only as many processors as those leave, and an eighth of two where they leave none.
/// </para>
/// </remarks>
public sealed class LocalEmbeddingGenerator : IEmbeddingGenerator<string, Embedding<float>>, IAsyncDisposable
{
    /// <summary>The key in <see cref="EmbeddingGenerationOptions.AdditionalProperties"/> that says what the texts are.</summary>
    public const string InputType = "input_type";

    /// <summary>The key in <see cref="Embedding.AdditionalProperties"/> that says that the end of a text was not read.</summary>
    public const string Truncated = "truncated";

    /// <summary>The key in <see cref="EmbeddingGenerationOptions.AdditionalProperties"/> that says, with true, that nobody waits for the vectors.</summary>
    /// <remarks>Without it more than 32 texts in one request count as background.</remarks>
    public const string Background = "background";

    // Up to this many texts count as a question, which must not wait behind documents.
    private const int QuestionTexts = 2;

    // In UTF-16 units: what people ask.
    private const int ShortText = 1_000;

    // Up to this many texts somebody waits for, such as the sentences of an answer.
    private const int AwaitedTexts = 32;

    private readonly LlamaRuntime runtime;
    private readonly LocalModelsOptions options;
    private readonly TimeProvider time;
    private readonly ILogger<LocalEmbeddingGenerator> logger;
    private readonly Lazy<GgufFile> file;
    private readonly LazyEngine<EmbeddingEngine> engine;

    /// <summary>Takes the settings; nothing is loaded yet.</summary>
    public LocalEmbeddingGenerator(LlamaRuntime runtime, IOptions<LocalModelsOptions> options, TimeProvider time, ILogger<LocalEmbeddingGenerator> logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        this.runtime = runtime;
        this.options = options.Value;
        this.time = time;
        this.logger = logger;
        Path = ModelPaths.Embedder(this.options);

        // A file that could not be read is tried again.
        file = new(() => GgufFile.Open(Path), LazyThreadSafetyMode.PublicationOnly);
        engine = new(Load);
    }

    /// <summary>The model file.</summary>
    public string Path { get; }

    /// <summary>The model's name: the file's name without its extension.</summary>
    public string Model => System.IO.Path.GetFileNameWithoutExtension(Path);

    /// <summary>Whether the weights are in memory.</summary>
    public bool IsLoaded => engine.IsLoaded;

    /// <summary>The provider, the model's name and the length of its vectors, read from the file's header.</summary>
    /// <exception cref="InvalidModelFileException">The file can't be read.</exception>
    public EmbeddingGeneratorMetadata Metadata => new("assistant", defaultModelId: Model, defaultModelDimensions: file.Value.EmbeddingLength);

    /// <summary>Loads the model now, so that the first question need not wait for it, and finds out whether it loads at all.</summary>
    /// <exception cref="LocalModelException">The model can't be loaded.</exception>
    public async Task LoadAsync(CancellationToken cancellationToken = default) => await engine.GetAsync(cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="LocalModelException">The model can't be loaded or computes nonsense.</exception>
    public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(values);
        string[] texts = [.. values];
        if (Array.Exists(texts, text => text is null))
        {
            throw new ArgumentException("A text is null.", nameof(values));
        }

        var isQuery = IsQuery(options);
        var start = time.GetTimestamp();
        var loaded = await engine.GetAsync(cancellationToken);
        if (options?.Dimensions is { } wanted && wanted != loaded.Dimensions)
        {
            throw new NotSupportedException($"The embedder '{Model}' has {loaded.Dimensions} dimensions, not {wanted}.");
        }

        // A question is read in some microseconds: waking a thread for it takes longer.
        var isShort = texts.Length <= QuestionTexts && texts.Sum(text => text.Length) <= ShortText;
        var read = isShort ? Read() : await Task.Run(Read, cancellationToken);
        var vectors = await loaded.EmbedAsync(read, UrgencyOf(options, texts.Length), cancellationToken);
        var tokens = read.Sum(text => text.Tokens.Length);
        logger.Embedded(Model, texts.Length, tokens, read.Count(text => text.IsTruncated), time.GetElapsedTime(start).TotalMilliseconds);
        return new(read.Select(text => Embedding(text, vectors[text.Index])))
        {
            Usage = new() { InputTokenCount = tokens, TotalTokenCount = tokens },
        };

        List<EmbeddingText> Read() => [.. texts.Select((text, index) => loaded.Read(text, index, isQuery))];
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null : serviceType == typeof(EmbeddingGeneratorMetadata) ? Metadata : serviceType.IsInstanceOfType(this) ? this : null;
    }

    /// <summary>Lets running requests end, then frees the model.</summary>
    public ValueTask DisposeAsync() => engine.DisposeAsync();

    /// <summary>As <see cref="DisposeAsync"/>, without waiting for its end.</summary>
    public void Dispose() => _ = DisposeAsync().AsTask();

    private static bool IsQuery(EmbeddingGenerationOptions? options)
    {
        object? type = null;
        options?.AdditionalProperties?.TryGetValue(InputType, out type);
        return type switch
        {
            null or "passage" => false,
            "query" => true,
            _ => throw new ArgumentException($"The {InputType} must be 'query' or 'passage', not '{type}'.", nameof(options)),
        };
    }

    private static Urgency UrgencyOf(EmbeddingGenerationOptions? options, int texts)
    {
        object? background = null;
        options?.AdditionalProperties?.TryGetValue(Background, out background);
        return background is true ? Urgency.Background
            : texts <= QuestionTexts ? Urgency.Question
            : texts <= AwaitedTexts || background is false ? Urgency.Awaited
            : Urgency.Background;
    }

    private Embedding<float> Embedding(EmbeddingText text, float[] vector) => new(vector)
    {
        ModelId = Model,
        CreatedAt = time.GetUtcNow(),
        AdditionalProperties = text.IsTruncated ? new() { [Truncated] = true } : null,
    };

    private EmbeddingEngine Load(CancellationToken cancellationToken)
    {
        var header = file.Value;
        EmbeddingEngine.Check(header);
        var model = LlamaModel.Load(runtime, header, logger, cancellationToken);
        return new(model, EmbedderFamily.Of(header, options.EmbedderTokens), options.Threads, runtime.ChatActivity, time);
    }
}

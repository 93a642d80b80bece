using System.ComponentModel.DataAnnotations;
using Assistant.Inference.Runtimes;

namespace Assistant.Inference;

/// <summary>Which local models run, and how. Bound from the <c>Assistant:Models</c> section.</summary>
public sealed class LocalModelsOptions : IValidatableObject
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Assistant:Models";

    /// <summary>The word for models in a process of their own.</summary>
    internal const string Worker = "worker";

    /// <summary>The word for models in the program's own process.</summary>
    internal const string InProcess = "in_process";

    /// <summary>Where local models run: <c>worker</c>, a process of their own that may die without harm, or <c>in_process</c>.</summary>
    /// <value>The default is null: <c>worker</c> in <c>assistant</c>, <c>in_process</c> in a program that says no command for a worker.</value>
    public string? Hosting { get; set; }

    /// <summary>The folder with model files (*.gguf).</summary>
    /// <value>The default is empty: no folder. The server sets it to <c>models</c> in the home.</value>
    public string Folder { get; set; } = "";

    /// <summary>The chat model: a file name in <see cref="Folder"/>, with or without its extension, or a path.</summary>
    /// <value>The default is null: the first chat model by name in the folder.</value>
    public string? Chat { get; set; }

    /// <summary>The name of the chat format, where the one that the file suggests is wrong.</summary>
    /// <value>The default is null: chosen from the file.</value>
    public string? ChatFormat { get; set; }

    /// <summary>The embedder: a file name in <see cref="Folder"/>, with or without its extension, or a path.</summary>
    /// <value>The default is null: the all-MiniLM-L6-v2 that ships with the product.</value>
    public string? Embedder { get; set; }

    /// <summary>The reranker, which reads a query and a text together (searches do not use one yet): a file name in <see cref="Folder"/>, with or without its extension, or a path.</summary>
    /// <value>The default is null: none.</value>
    public string? Reranker { get; set; }

    /// <summary>The most tokens that the embedder and the reranker read of a text; the rest is cut off. Never more than the model was trained on.</summary>
    /// <value>The default is 512: memory and time grow with the square, and passages of documents have at most 250.</value>
    [Range(16, 8192)]
    public int EmbedderTokens { get; set; } = DefaultEmbedderTokens;

    internal const int DefaultEmbedderTokens = 512;

    /// <summary>A folder with the libraries of llama.cpp v0.5.0.</summary>
    /// <value>The default is null: the ones that the build put beside the program, or those of <see cref="Backend"/>.</value>
    public string? RuntimeFolder { get; set; }

    /// <summary>What computes: <c>cpu</c>, <c>cuda12</c>, <c>cuda13</c>, <c>vulkan</c>, or <c>auto</c> for the first of CUDA 13, CUDA 12 and Vulkan that can be used, else the processor with a warning.</summary>
    /// <value>The default is <c>cpu</c>. A GPU that was named and can't be used is a fault, never quietly the processor.</value>
    public ComputeBackend Backend { get; set; }

    /// <summary>How many layers of a model the GPU holds; 0 for none, the rest stays with the processor.</summary>
    /// <value>The default is null: all of them with a GPU backend, none with <c>cpu</c>.</value>
    [Range(0, 10_000)]
    public int? GpuLayers { get; set; }

    /// <summary>The folder for the GPU libraries that <c>models runtime add</c> fetches.</summary>
    /// <value>The default is empty: none. The server sets it to <c>runtimes</c> in the home.</value>
    public string RuntimesFolder { get; set; } = "";

    /// <summary>How many threads one answer may use, and how many passages are embedded at a time.</summary>
    /// <value>
    /// The default is 0: half of the processors for answers, because threads of llama.cpp that wait for a busy processor slow all
    /// the others down (measured: two threads on a shared two-core machine took 1.7 to 5.5 times as long as one), and all processors,
    /// at most four, for embedding, which runs single-threaded batches side by side.
    /// </value>
    [Range(0, 512)]
    public int Threads { get; set; }

    /// <summary>The context in tokens, prompt and answer together; never more than the model was trained on.</summary>
    /// <value>The default is 8192.</value>
    [Range(256, 1 << 20)]
    public int ContextTokens { get; set; } = 8192;

    /// <summary>How many requests one chat model answers at the same time. They share the model's memory of what was read.</summary>
    /// <value>The default is 8.</value>
    [Range(1, 64)]
    public int Parallel { get; set; } = 8;

    /// <summary>How many requests may wait for their turn; more are refused at once with the time after which to try again.</summary>
    /// <value>The default is 64.</value>
    [Range(0, 100_000)]
    public int QueueLimit { get; set; } = 64;

    /// <summary>
    /// The memory in MiB for what a chat model has read, of requests that run and of beginnings kept for later ones, without
    /// those that are put aside (<see cref="SavedMegabytes"/>). It is taken when the first request comes.
    /// </summary>
    /// <value>The default is 1024. At least one request's context is taken, and at most one for each of <see cref="Parallel"/>.</value>
    [Range(0, 1 << 22)]
    public int CacheMegabytes { get; set; } = 1024;

    /// <summary>
    /// How many tokens of beginnings (system prompts, sources, conversations) stay in a chat model's own memory while it works on something
    /// else. They slow that down: llama.cpp looks at each token in its memory, if only to pass over it. What is beyond is put aside.
    /// </summary>
    /// <value>The default is 512. Beginnings that running requests share are not counted.</value>
    [Range(0, 1 << 24)]
    public int KeptTokens { get; set; } = 512;

    /// <summary>
    /// The memory in MiB for beginnings that were put aside. When one comes again it is copied back, in about a hundredth of the time that
    /// reading it takes. The memory is taken as it is needed, and given back with the context (<see cref="IdleSeconds"/>).
    /// </summary>
    /// <value>The default is 1024, some 30,000 tokens of a model with 1.2 billion weights; 0 puts nothing aside. Never more than the machine has beside the model.</value>
    [Range(0, 1 << 22)]
    public int SavedMegabytes { get; set; } = 1024;

    /// <summary>How many tokens one answer may have, whatever the request asks for.</summary>
    /// <value>The default is 4096.</value>
    [Range(1, 1 << 20)]
    public int AnswerTokens { get; set; } = 4096;

    /// <summary>How many seconds one request may take from its arrival. An answer that has begun is cut short there.</summary>
    /// <value>The default is 600; 0 is without a limit.</value>
    [Range(0, 86_400)]
    public int AnswerSeconds { get; set; } = 600;

    /// <summary>How many tokens of a prompt are read in one step when nobody waits for the next word of an answer.</summary>
    /// <value>The default is 0: 512, and fewer for large models, so that a request can be cancelled in good time.</value>
    [Range(0, 4096)]
    public int PromptTokensAlone { get; set; }

    /// <summary>How many tokens of prompts are read in one step while other answers are being written: more makes those falter.</summary>
    /// <value>The default is 0: as many as take some nine tenths of a second, at least 64 and at most <see cref="PromptTokensAlone"/>.</value>
    [Range(0, 4096)]
    public int PromptTokensBetween { get; set; }

    /// <summary>After how many seconds without a request a chat model gives back the memory of what was read. Its weights stay.</summary>
    /// <value>The default is 1800; 0 is never.</value>
    [Range(0, 86_400)]
    public int IdleSeconds { get; set; } = 1800;

    /// <summary>
    /// Whether a request to a chat model gets the same text whatever was asked before or beside it. Then requests run one after the other,
    /// and only the beginning of the last one is used again, in whole pieces of 64 tokens.
    /// </summary>
    /// <value>The default is false: texts can differ where two tokens are so close that rounding decides.</value>
    public bool Reproducible { get; set; }

    /// <summary>
    /// A folder in which the system prompt that a chat model is given most is kept with its keys and values, so that it need not be read again
    /// after a start. What the system prompt says is on disk then.
    /// </summary>
    /// <value>The default is null: nothing is kept on disk.</value>
    public string? PrefixFolder { get; set; }

    /// <summary>The memory in bytes that the models' process may take; 0 for what the system or its container gives.</summary>
    internal long AvailableBytes { get; set; }

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Hosting is not (null or "" or Worker or InProcess))
        {
            yield return new($"{Section}:{nameof(Hosting)} ('{Hosting}') must be {Worker} or {InProcess}.", [nameof(Hosting)]);
        }

        if (ChatFormat is { Length: > 0 } name && !Formats.ChatFormats.Names.Contains(name, StringComparer.OrdinalIgnoreCase))
        {
            yield return new($"{Section}:{nameof(ChatFormat)} ('{name}') must be one of: {string.Join(", ", Formats.ChatFormats.Names)}.", [nameof(ChatFormat)]);
        }
    }
}

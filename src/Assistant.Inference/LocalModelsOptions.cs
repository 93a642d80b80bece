using System.ComponentModel.DataAnnotations;

namespace Assistant.Inference;

/// <summary>Which local models run, and how. Bound from the <c>Assistant:Models</c> section.</summary>
public sealed class LocalModelsOptions : IValidatableObject
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Assistant:Models";

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
    /// <value>The default is null: the ones that the build put beside the program.</value>
    public string? RuntimeFolder { get; set; }

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

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (ChatFormat is { Length: > 0 } name && !Formats.ChatFormats.Names.Contains(name, StringComparer.OrdinalIgnoreCase))
        {
            yield return new($"{Section}:{nameof(ChatFormat)} ('{name}') must be one of: {string.Join(", ", Formats.ChatFormats.Names)}.", [nameof(ChatFormat)]);
        }
    }
}

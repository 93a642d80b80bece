using System.ComponentModel.DataAnnotations;
using Assistant.Inference.Runtimes;

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

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (ChatFormat is { Length: > 0 } name && !Formats.ChatFormats.Names.Contains(name, StringComparer.OrdinalIgnoreCase))
        {
            yield return new($"{Section}:{nameof(ChatFormat)} ('{name}') must be one of: {string.Join(", ", Formats.ChatFormats.Names)}.", [nameof(ChatFormat)]);
        }
    }
}

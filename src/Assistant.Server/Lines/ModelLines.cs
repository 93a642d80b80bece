using Assistant.Inference;

namespace Assistant.Server.Lines;

/// <summary>The model files that are here.</summary>
/// <param name="Models">By name.</param>
/// <param name="Answering">The chat model that answers, or <c>extractive</c>.</param>
/// <param name="Folder">Where model files are put.</param>
/// <param name="Runtime">The native libraries.</param>
/// <param name="Hint">How to get local models; null when one answers.</param>
internal sealed record ModelList(IReadOnlyList<ModelLine> Models, string Answering, string Folder, RuntimeLine Runtime, string? Hint);

/// <summary>One model file.</summary>
internal sealed record ModelLine(
    string Name,
    string Path,
    ModelKind Kind,
    string Architecture,
    long Bytes,
    int ContextTokens,
    string? ChatFormat,
    string? ChatFormatReason,
    bool InUse,
    string Reason,
    string? Fault)
{
    /// <summary>The line of a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="canRun">Whether the native libraries are there.</param>
    public static ModelLine Of(ShelvedModel model, bool canRun) => new(
        model.Name,
        model.Path,
        model.Kind,
        model.Architecture,
        model.Bytes,
        model.ContextTokens,
        model.ChatFormat,
        model.ChatFormatReason,
        model.IsChosen && canRun,
        model.Reason,
        model.Fault);
}

/// <summary>The native libraries of llama.cpp.</summary>
internal sealed record RuntimeLine(bool Available, string? Version, string Folder, string? Reason, string? Hint)
{
    /// <summary>The line of the libraries.</summary>
    public static RuntimeLine Of(LlamaRuntime runtime) =>
        new(runtime.IsAvailable, runtime.Version, runtime.Folder, runtime.WhyNot, runtime.IsAvailable ? null : LlamaRuntime.Hint);
}

/// <summary>Everything that a model file's header tells.</summary>
/// <param name="Model">What it is good for.</param>
/// <param name="Tensors">How many tensors it has.</param>
/// <param name="Vocabulary">How many tokens its vocabulary has.</param>
/// <param name="Tokenizer">The kind of its vocabulary, with the pre-tokenizer after a slash; null when it has none.</param>
/// <param name="Metadata">The header's values; arrays and long texts by their length.</param>
internal sealed record ModelDetails(ModelLine Model, int Tensors, int Vocabulary, string? Tokenizer, SortedDictionary<string, string> Metadata);

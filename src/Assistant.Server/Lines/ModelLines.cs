using Assistant.Inference;
using Assistant.Inference.Catalogue;
using Assistant.Inference.Downloads;
using Assistant.Inference.Runtimes;

namespace Assistant.Server.Lines;

/// <summary>The model files that are here.</summary>
/// <param name="Models">By name.</param>
/// <param name="Answering">The chat model that answers, or <c>extractive</c>.</param>
/// <param name="Folder">Where model files are put.</param>
/// <param name="Runtime">The native libraries.</param>
/// <param name="Hint">How to get local models; null when one answers.</param>
/// <param name="Catalogue">The published models that can be pulled by name.</param>
internal sealed record ModelList(
    IReadOnlyList<ModelLine> Models, string Answering, string Folder, RuntimeLine Runtime, string? Hint, IReadOnlyList<CatalogueLine> Catalogue);

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
    /// <summary>How its weights are stored, such as <c>Q4_K_M</c>; null where the file doesn't say.</summary>
    public string? Quantisation { get; init; }

    /// <summary>What it takes while it is loaded; null where it is unreadable.</summary>
    public MemoryLine? Memory { get; init; }

    /// <summary>How it embeds; null for what is no embedder.</summary>
    public EmbedderLine? Embedder { get; init; }

    /// <summary>The entry of the catalogue that it is, by name and size; null for none.</summary>
    public string? Catalogue { get; init; }

    /// <summary>The licence, where the catalogue knows it.</summary>
    public string? Licence { get; init; }

    /// <summary>The repository that it was pulled from; null where nothing is written down.</summary>
    public string? Source { get; init; }

    /// <summary>The line of a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="canRun">Whether the native libraries are there.</param>
    public static ModelLine Of(ShelvedModel model, bool canRun)
    {
        var published = ModelCatalogue.Resembling(model.Path, model.Traits?.Memory.WeightBytes ?? 0);
        return new(
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
            model.Fault)
        {
            Quantisation = model.Traits?.Quantisation,
            Memory = MemoryLine.Of(model.Traits?.Memory),
            Embedder = EmbedderLine.Of(model.Traits?.Embedder),
            Catalogue = published?.Name,
            Licence = published?.Licence.Name,
            Source = PullRecord.Of(model.Path)?.Repository,
        };
    }
}

/// <summary>How an embedder reads texts.</summary>
internal sealed record EmbedderLine(int Dimensions, string Pooling, string QueryPrefix, string PassagePrefix)
{
    /// <summary>The line of an embedder's traits; null for none.</summary>
    public static EmbedderLine? Of(EmbedderTraits? traits) =>
        traits is null ? null : new(traits.Dimensions, traits.Pooling, traits.QueryPrefix, traits.PassagePrefix);
}

/// <summary>The native libraries of llama.cpp.</summary>
internal sealed record RuntimeLine(bool Available, string? Version, string Folder, string? Reason, string? Hint)
{
    /// <summary>What computes: <c>cpu</c>, <c>cuda12</c>, <c>cuda13</c> or <c>vulkan</c>.</summary>
    public required string Backend { get; init; }

    /// <summary>Why better backends were passed over, where the setting leaves the choice.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>The line of the libraries.</summary>
    public static RuntimeLine Of(LlamaRuntime runtime) =>
        new(runtime.IsAvailable, runtime.Version, runtime.Folder, runtime.WhyNot, runtime.IsAvailable ? null : runtime.HowToMend)
        {
            Backend = RuntimeShelf.NameOf(runtime.Backend),
            Warnings = runtime.Warnings,
        };
}

/// <summary>Everything that a model file's header tells.</summary>
/// <param name="Model">What it is good for.</param>
/// <param name="Tensors">How many tensors it has.</param>
/// <param name="Vocabulary">How many tokens its vocabulary has.</param>
/// <param name="Tokenizer">The kind of its vocabulary, with the pre-tokenizer after a slash; null when it has none.</param>
/// <param name="Metadata">The header's values; arrays and long texts by their length.</param>
internal sealed record ModelDetails(ModelLine Model, int Tensors, int Vocabulary, string? Tokenizer, SortedDictionary<string, string> Metadata);

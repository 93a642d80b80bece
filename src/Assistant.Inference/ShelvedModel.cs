using Assistant.Inference.Catalogue;

namespace Assistant.Inference;

/// <summary>A model file and what is to be known of it without loading it.</summary>
public sealed record ShelvedModel
{
    /// <summary>The file's name without its extension, by which the model is chosen.</summary>
    public required string Name { get; init; }

    /// <summary>The absolute path.</summary>
    public required string Path { get; init; }

    /// <summary>The file's size; 0 where there is no such file.</summary>
    public long Bytes { get; init; }

    /// <summary>What it is good for.</summary>
    public required ModelKind Kind { get; init; }

    /// <summary>The architecture in llama.cpp's word; empty where it is unreadable.</summary>
    public string Architecture { get; init; } = "";

    /// <summary>The context that it was trained on, in tokens; 0 where the file doesn't say.</summary>
    public int ContextTokens { get; init; }

    /// <summary>The chat format that it gets; null for what doesn't chat, or where none fits.</summary>
    public string? ChatFormat { get; init; }

    /// <summary>Why it gets that chat format, or why none fits; null for what doesn't chat.</summary>
    public string? ChatFormatReason { get; init; }

    /// <summary>Quantisation, memory and, for an embedder, how it embeds; null where it is unreadable.</summary>
    public ModelTraits? Traits { get; init; }

    /// <summary>What is wrong with it; null where nothing is.</summary>
    public string? Fault { get; init; }

    /// <summary>Whether it is in use: the chat model that answers, or the embedder.</summary>
    public bool IsChosen { get; init; }

    /// <summary>Why it is in use or not, as a sentence's end.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Whether it can answer: a chat model with a format.</summary>
    public bool CanAnswer => Kind == ModelKind.Chat && ChatFormat is not null && Fault is null;
}

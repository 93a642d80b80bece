namespace Assistant.Inference.Catalogue;

/// <summary>A published model that is known to exist under exactly this repository and these files.</summary>
public sealed record CatalogueModel
{
    /// <summary>The name by which it is pulled.</summary>
    public required string Name { get; init; }

    /// <summary>What its makers call it.</summary>
    public required string Title { get; init; }

    /// <summary>What it is good for.</summary>
    public required ModelKind Kind { get; init; }

    /// <summary>The repository on the hub, <c>owner/name</c>. Case matters.</summary>
    public required string Repository { get; init; }

    /// <summary>The file, or all parts of it in their order.</summary>
    public required IReadOnlyList<CatalogueFile> Files { get; init; }

    /// <summary>The context that it can use, in tokens. Smaller than what some file's own metadata claims.</summary>
    public required int ContextTokens { get; init; }

    /// <summary>Under what terms it may be used.</summary>
    public required ModelLicence Licence { get; init; }

    /// <summary>The chat format; null for what doesn't chat.</summary>
    public string? ChatFormat { get; init; }

    /// <summary>The sizes from which its memory is computed; null for models that keep no past.</summary>
    public KeyValueShape? Shape { get; init; }

    /// <summary>How it embeds; null for what is no embedder.</summary>
    public EmbedderTraits? Embedder { get; init; }

    /// <summary>The entry with the same weights from another repository, which comes first; null for that entry itself.</summary>
    public string? AlternativeOf { get; init; }

    /// <summary>The size of all files.</summary>
    public long Bytes => Files.Sum(file => file.Bytes);

    /// <summary>The memory that it takes with these settings.</summary>
    public MemoryNeed MemoryFor(LocalModelsOptions options) => ModelMemory.Of(this, options);
}

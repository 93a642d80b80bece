using System.ComponentModel.DataAnnotations;

namespace Assistant.Retrieval;

/// <summary>How passages are kept and found. Bound from the <c>Assistant:Retrieval</c> section.</summary>
public sealed class RetrievalOptions : IValidatableObject
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Assistant:Retrieval";

    /// <summary>The SQLite file of the local index.</summary>
    /// <value>The default is <c>data/assistant.db</c>; the server sets it to the home's database.</value>
    [Required(AllowEmptyStrings = false)]
    public string Database { get; set; } = Path.Combine("data", "assistant.db");

    /// <summary>Whether this process only reads, beside another one that may be writing.</summary>
    /// <value>The default is false.</value>
    public bool ReadOnly { get; set; }

    /// <summary>How many passages each list brings into the fusion.</summary>
    /// <value>The default is 100, with which the fusion was measured (specs/retrieval.md, section 6).</value>
    [Range(1, 10_000)]
    public int Candidates { get; set; } = 100;

    /// <summary>From how many vectors on one-bit codes are scanned first.</summary>
    /// <value>The default is 50,000: below, int8 codes alone take about a millisecond.</value>
    [Range(1, int.MaxValue)]
    public int BitCodesFrom { get; set; } = 50_000;

    /// <summary>The weight of vectors in the fusion, 0 to 1; words have the rest.</summary>
    /// <value>The default is null: by embedder, 0.6 for all-MiniLM-L6-v2 and for unknown ones, 0.7 for multilingual-e5.</value>
    [Range(0.0, 1.0)]
    public double? DenseWeight { get; set; }

    /// <summary>The cosine that counts as nothing in common.</summary>
    /// <value>The default is null: by embedder, 0 for all-MiniLM-L6-v2 and for unknown ones, 0.70 for multilingual-e5.</value>
    [Range(-1.0, 0.99)]
    public double? CosineFloor { get; set; }

    /// <summary>The cosine that counts as full agreement where scores are compared between questions.</summary>
    /// <value>The default is null: by embedder, 0.80 for all-MiniLM-L6-v2 and for unknown ones, 0.95 for multilingual-e5.</value>
    [Range(0.01, 1.0)]
    public double? CosineCeiling { get; set; }

    /// <summary>Whether the embedder knows English only: questions in other languages are then searched by words alone.</summary>
    /// <value>The default is null: by embedder, true for all-MiniLM-L6-v2, English bge, nomic-embed-text-v1 and e5 that is not multilingual, false for others.</value>
    public bool? EnglishOnly { get; set; }

    /// <summary>How many passages are embedded in one call in the background at most; fewer where they take more than a few seconds.</summary>
    /// <value>The default is 64.</value>
    [Range(1, 1_024)]
    public int EmbeddingBatch { get; set; } = 64;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (CosineFloor is { } floor && CosineCeiling is { } ceiling && ceiling <= floor)
        {
            yield return new($"{Section}:{nameof(CosineCeiling)} ({ceiling}) must be above {nameof(CosineFloor)} ({floor}).", [nameof(CosineCeiling)]);
        }
    }
}

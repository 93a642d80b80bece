namespace Assistant.Retrieval.Ranking;

/// <summary>How the cosines of an embedder are read.</summary>
/// <param name="Floor">The cosine that counts as nothing in common.</param>
/// <param name="Ceiling">The cosine that counts as full agreement.</param>
/// <param name="Weight">The weight of the dense list in the fusion.</param>
/// <param name="EnglishOnly">Whether other languages are searched by words alone.</param>
/// <remarks>Figures: specs/retrieval.md, section 6, measured on the development sets.</remarks>
internal sealed record EmbedderProfile(double Floor, double Ceiling, double Weight, bool EnglishOnly)
{
    /// <summary>The profile of an embedder by its name; what the operator set goes first.</summary>
    public static EmbedderProfile Of(string embedder, RetrievalOptions options)
    {
        var known = Has(embedder, "e5")
            ? new EmbedderProfile(0.70, 0.95, 0.7, IsEnglish(embedder))
            : new EmbedderProfile(0, 0.80, 0.6, IsEnglish(embedder));
        return new(
            options.CosineFloor ?? known.Floor,
            options.CosineCeiling ?? known.Ceiling,
            options.DenseWeight ?? known.Weight,
            options.EnglishOnly ?? known.EnglishOnly);
    }

    // By their model cards; bge-m3, nomic-embed-text-v2, Gemma's and Qwen's know many languages.
    private static bool IsEnglish(string embedder) =>
        !Has(embedder, "multilingual")
        && (Has(embedder, "minilm") || Has(embedder, "e5") || Has(embedder, "nomic-embed-text-v1") || (Has(embedder, "bge-") && Has(embedder, "-en")));

    private static bool Has(string name, string part) => name.Contains(part, StringComparison.OrdinalIgnoreCase);

    /// <summary>A cosine as agreement: 0 at the floor and below, 1 at the ceiling and above.</summary>
    public double Agreement(double cosine) => Ceiling > Floor ? Math.Clamp((cosine - Floor) / (Ceiling - Floor), 0, 1) : 0;

    /// <summary>Whether questions of this language, by its two-letter code, can be embedded; <c>und</c> may be English.</summary>
    public bool Knows(string language) => !EnglishOnly || language is "en" or "und";
}

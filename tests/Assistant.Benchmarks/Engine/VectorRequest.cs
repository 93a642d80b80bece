using System.Numerics.Tensors;

namespace Assistant.Benchmarks.Engine;

/// <summary>Vectors of texts, which must be those that came when nothing else ran.</summary>
/// <param name="Texts">The texts.</param>
internal sealed record VectorRequest(IReadOnlyList<string> Texts) : SoakRequest
{
    // Rounding moves a vector of quantised weights by less; another text's vector is far away.
    private const float Same = 0.999f;

    private List<float[]>? alone;

    /// <inheritdoc/>
    public override string Kind => "vectors";

    /// <inheritdoc/>
    public override async Task<string?> RunAsync(ISoakTarget target, CancellationToken cancellationToken)
    {
        List<float[]> vectors = [.. (await target.Embedder.GenerateAsync(Texts, options: null, cancellationToken)).Select(embedding => embedding.Vector.ToArray())];
        if (vectors.Count != Texts.Count)
        {
            return $"{Texts.Count} texts had {vectors.Count} vectors";
        }

        alone ??= vectors;
        var least = alone.Zip(vectors, (expected, vector) => TensorPrimitives.CosineSimilarity(expected, vector)).Min();
        return least >= Same ? null : $"a vector has a cosine of {least} to what it was alone";
    }
}

using System.Numerics.Tensors;

namespace Assistant.Retrieval.Index.Local.Dense;

/// <summary>A query vector in the three forms that the stages of a search need.</summary>
internal sealed class DenseQuery
{
    /// <summary>Prepares a query for the vectors of a shelf.</summary>
    public DenseQuery(ReadOnlySpan<float> vector, VectorShelf shelf)
    {
        Exact = new float[shelf.Stride];
        vector.CopyTo(Exact);
        var largest = Math.Abs(TensorPrimitives.MaxMagnitude(vector));
        CodeScale = largest / sbyte.MaxValue;
        Codes = new short[shelf.Stride];
        for (var at = 0; largest > 0 && at < vector.Length; at++)
        {
            Codes[at] = (short)MathF.Round(vector[at] / CodeScale);
        }

        Bits = shelf.Bits?.Of(Exact) ?? [];
    }

    /// <summary>The vector, padded with zeros.</summary>
    public float[] Exact { get; }

    /// <summary>Its int8 codes, widened.</summary>
    public short[] Codes { get; }

    /// <summary>What one step of <see cref="Codes"/> is worth.</summary>
    public float CodeScale { get; }

    /// <summary>Its signs, or nothing where the shelf has no bit codes.</summary>
    public ulong[] Bits { get; }
}

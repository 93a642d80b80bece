using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace Assistant.Retrieval.Index.Local.Dense;

/// <summary>The vectors of one embedder in memory: int8 codes to scan, their remainders to be exact, from some size on bits to scan first.</summary>
/// <remarks>A value: adding gives a new shelf that may share arrays with the old one, beyond the old one's count. One writer, many readers.</remarks>
internal sealed class VectorShelf
{
    private readonly sbyte[] _upper;
    private readonly sbyte[] _lower;
    private readonly float[] _scales;
    private readonly int[] _slots;

    private VectorShelf(int dimensions, int count, sbyte[] upper, sbyte[] lower, float[] scales, int[] slots)
    {
        (Dimensions, Count, _upper, _lower, _scales, _slots) = (dimensions, count, upper, lower, scales, slots);
        Stride = StrideOf(dimensions);
    }

    /// <summary>A shelf without vectors.</summary>
    public static VectorShelf Empty { get; } = new(0, 0, [], [], [], []);

    /// <summary>The dimensions of its vectors; 0 before the first.</summary>
    public int Dimensions { get; }

    /// <summary>The dimensions, padded for the kernels.</summary>
    public int Stride { get; }

    /// <summary>How many vectors there are, dead ones included.</summary>
    public int Count { get; }

    /// <summary>Bit codes, or null while the shelf is small enough to be scanned without.</summary>
    public BitCodes? Bits { get; private init; }

    /// <summary>The slots of the vectors.</summary>
    public ReadOnlySpan<int> Slots => _slots.AsSpan(0, Count);

    /// <summary>A shelf with more vectors.</summary>
    /// <param name="vectors">The slots and their vectors, all of one size.</param>
    /// <param name="bitsFrom">From how many vectors on there are bit codes.</param>
    public VectorShelf With(IReadOnlyList<(int Slot, PackedVector Vector)> vectors, int bitsFrom)
    {
        if (vectors.Count == 0)
        {
            return this;
        }

        var dimensions = Count == 0 ? vectors[0].Vector.Steps.Length : Dimensions;
        var stride = StrideOf(dimensions);
        var count = Count + vectors.Count;
        var (upper, lower, scales, slots) = (_upper, _lower, _scales, _slots);
        if (count > slots.Length)
        {
            var room = Math.Max(count, slots.Length * 3 / 2);
            Array.Resize(ref upper, room * stride);
            Array.Resize(ref lower, room * stride);
            Array.Resize(ref scales, room);
            Array.Resize(ref slots, room);
        }

        for (var at = 0; at < vectors.Count; at++)
        {
            var place = Count + at;
            vectors[at].Vector.Split(upper.AsSpan(place * stride, stride), lower.AsSpan(place * stride, stride));
            (slots[place], scales[place]) = (vectors[at].Slot, vectors[at].Vector.Scale);
        }

        VectorShelf grown = new(dimensions, count, upper, lower, scales, slots);
        if (count < bitsFrom)
        {
            return grown;
        }

        // The mean moves as the corpus grows; it is taken anew each time the shelf has doubled.
        var bits = Bits is null || count >= Bits.MadeFor * 2 ? BitCodes.Of(grown) : Bits.With(grown, Count);
        return new(dimensions, count, upper, lower, scales, slots) { Bits = bits };
    }

    /// <summary>A shelf of the vectors whose slots live on under new numbers.</summary>
    /// <param name="place">The new number of a slot, or -1.</param>
    /// <param name="bitsFrom">From how many vectors on there are bit codes.</param>
    public VectorShelf Renumbered(Func<int, int> place, int bitsFrom)
    {
        List<(int, PackedVector)> kept = [];
        for (var vector = 0; vector < Count; vector++)
        {
            var slot = place(_slots[vector]);
            if (slot >= 0)
            {
                kept.Add((slot, Packed(vector)));
            }
        }

        return Empty.With(kept, bitsFrom);
    }

    /// <summary>The cosine by int8 codes, 0.004 off or less.</summary>
    public float Approximate(DenseQuery query, int vector) =>
        256 * _scales[vector] * query.CodeScale
        * ByteDot.Of(ref MemoryMarshal.GetArrayDataReference(query.Codes), ref _upper[vector * Stride], Stride);

    /// <summary>The cosine, 0.0001 off or less.</summary>
    public float Exact(DenseQuery query, int vector, float[] scratch)
    {
        Unpack(vector, scratch);
        return TensorPrimitives.Dot(scratch, query.Exact);
    }

    /// <summary>Writes a vector into a row of <see cref="Stride"/> floats.</summary>
    public void Unpack(int vector, float[] row)
    {
        var upper = _upper.AsSpan(vector * Stride, Stride);
        var lower = _lower.AsSpan(vector * Stride, Stride);
        var scale = _scales[vector];
        for (var at = 0; at < row.Length; at++)
        {
            row[at] = scale * ((upper[at] << 8) + lower[at]);
        }
    }

    private PackedVector Packed(int vector)
    {
        var steps = new short[Dimensions];
        for (var at = 0; at < steps.Length; at++)
        {
            steps[at] = (short)((_upper[(vector * Stride) + at] << 8) + _lower[(vector * Stride) + at]);
        }

        return new(_scales[vector], steps);
    }

    private static int StrideOf(int dimensions) => (dimensions + ByteDot.Step - 1) / ByteDot.Step * ByteDot.Step;
}

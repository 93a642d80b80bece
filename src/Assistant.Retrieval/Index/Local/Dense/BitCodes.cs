using System.Numerics;
using System.Numerics.Tensors;

namespace Assistant.Retrieval.Index.Local.Dense;

/// <summary>One bit a dimension: on which side of the mean of all a vector lies, after a rotation that makes all dimensions alike.</summary>
/// <remarks>Against the mean and not against 0, since the vectors of real embedders share a direction (cosines of e5 begin near .7) that would waste bits.</remarks>
internal sealed class BitCodes
{
    private const int MostOnStack = 2_048;

    private readonly float[] _mean;
    private ulong[] _codes;

    private BitCodes(float[] mean, ulong[] codes, int madeFor)
    {
        _mean = mean;
        _codes = codes;
        MadeFor = madeFor;
    }

    /// <summary>How many vectors there were when the mean was taken.</summary>
    public int MadeFor { get; }

    private int Words => (_mean.Length + 63) / 64;

    /// <summary>Codes for all vectors of a shelf.</summary>
    public static BitCodes Of(VectorShelf shelf)
    {
        var mean = new float[shelf.Stride];
        var row = new float[shelf.Stride];
        for (var vector = 0; vector < shelf.Count; vector++)
        {
            shelf.Unpack(vector, row);
            TensorPrimitives.Add(mean, row, mean);
        }

        TensorPrimitives.Divide(mean, Math.Max(1, shelf.Count), mean);
        BitCodes codes = new(mean, new ulong[shelf.Count * ((mean.Length + 63) / 64)], shelf.Count);
        for (var vector = 0; vector < shelf.Count; vector++)
        {
            codes.Set(shelf, vector, row);
        }

        return codes;
    }

    /// <summary>Codes with room for more vectors, the new ones set. Older readers keep what they have.</summary>
    public BitCodes With(VectorShelf shelf, int from)
    {
        var codes = _codes;
        if (shelf.Count * Words > codes.Length)
        {
            Array.Resize(ref codes, shelf.Count * Words * 5 / 4);
        }

        BitCodes grown = new(_mean, codes, MadeFor);
        var row = new float[shelf.Stride];
        for (var vector = from; vector < shelf.Count; vector++)
        {
            grown.Set(shelf, vector, row);
        }

        return grown;
    }

    /// <summary>The code of a vector.</summary>
    public ulong[] Of(ReadOnlySpan<float> vector)
    {
        var code = new ulong[Words];
        Sign(vector, code);
        return code;
    }

    /// <summary>In how many dimensions each of the first vectors differs from a query.</summary>
    public void Distances(ReadOnlySpan<ulong> query, Span<ushort> distances)
    {
        var codes = _codes.AsSpan();
        if (Words == 6)
        {
            // 384 dimensions, the size of the embedder that ships: unrolled, the scan runs at the speed of memory.
            var (a, b, c, d, e, f) = (query[0], query[1], query[2], query[3], query[4], query[5]);
            for (var vector = 0; vector < distances.Length; vector++)
            {
                var row = codes.Slice(vector * 6, 6);
                distances[vector] = (ushort)(BitOperations.PopCount(row[0] ^ a) + BitOperations.PopCount(row[1] ^ b) + BitOperations.PopCount(row[2] ^ c)
                    + BitOperations.PopCount(row[3] ^ d) + BitOperations.PopCount(row[4] ^ e) + BitOperations.PopCount(row[5] ^ f));
            }

            return;
        }

        for (var vector = 0; vector < distances.Length; vector++)
        {
            var row = codes.Slice(vector * Words, Words);
            var distance = 0;
            for (var word = 0; word < row.Length; word++)
            {
                distance += BitOperations.PopCount(row[word] ^ query[word]);
            }

            distances[vector] = (ushort)distance;
        }
    }

    private void Set(VectorShelf shelf, int vector, float[] row)
    {
        shelf.Unpack(vector, row);
        Sign(row, _codes.AsSpan(vector * Words, Words));
    }

    private void Sign(ReadOnlySpan<float> vector, Span<ulong> code)
    {
        Span<float> turned = vector.Length <= MostOnStack ? stackalloc float[vector.Length] : new float[vector.Length];
        Span<float> scratch = vector.Length <= MostOnStack ? stackalloc float[vector.Length] : new float[vector.Length];
        TensorPrimitives.Subtract(vector, _mean, turned);
        Rotation.Of(vector.Length).Turn(turned, scratch);
        code.Clear();
        for (var at = 0; at < turned.Length; at++)
        {
            if (turned[at] > 0)
            {
                code[at >> 6] |= 1UL << (at & 63);
            }
        }
    }
}

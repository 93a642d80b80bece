using System.Collections.Concurrent;
using System.Numerics;

namespace Assistant.Retrieval.Index.Local.Dense;

/// <summary>Turns vectors, all in the same way, so that their variance is spread evenly over the dimensions: then each sign tells as much as any other.</summary>
/// <remarks>
/// Rounds of random signs, a random order and Walsh-Hadamard transforms over blocks: orthogonal, so angles stay, and some thousand
/// additions instead of a full matrix. The same idea as the random rotation of RaBitQ (Gao and Long, SIGMOD 2024). The seed is fixed, so that
/// the same vectors give the same codes on every machine.
/// </remarks>
internal sealed class Rotation
{
    // After three rounds every dimension has met every other one through blocks of 128.
    private const int Rounds = 3;

    private static readonly ConcurrentDictionary<int, Rotation> Known = new();

    private readonly int[][] _orders;
    private readonly float[][] _signs;
    private readonly int _block;

    private Rotation(int length)
    {
        Random random = new(length);
        _block = 1 << BitOperations.TrailingZeroCount(length);
        _orders = new int[Rounds][];
        _signs = new float[Rounds][];
        for (var round = 0; round < Rounds; round++)
        {
            _orders[round] = [.. Enumerable.Range(0, length)];
            random.Shuffle(_orders[round]);
            _signs[round] = [.. Enumerable.Range(0, length).Select(_ => random.Next(2) == 0 ? -1f : 1f)];
        }
    }

    /// <summary>The rotation for vectors of a length.</summary>
    public static Rotation Of(int length) => Known.GetOrAdd(length, static length => new(length));

    /// <summary>Turns a vector in place; its length grows by a factor that is the same for all.</summary>
    /// <param name="vector">The vector.</param>
    /// <param name="scratch">Room for as many numbers.</param>
    public void Turn(Span<float> vector, Span<float> scratch)
    {
        for (var round = 0; round < Rounds; round++)
        {
            var (order, signs) = (_orders[round], _signs[round]);
            for (var at = 0; at < vector.Length; at++)
            {
                scratch[at] = vector[order[at]] * signs[at];
            }

            for (var start = 0; start < vector.Length; start += _block)
            {
                Hadamard(scratch.Slice(start, _block));
            }

            scratch.CopyTo(vector);
        }
    }

    private static void Hadamard(Span<float> block)
    {
        for (var half = 1; half < block.Length; half *= 2)
        {
            for (var start = 0; start < block.Length; start += 2 * half)
            {
                var low = block.Slice(start, half);
                var high = block.Slice(start + half, half);
                for (var at = 0; at < half; at++)
                {
                    (low[at], high[at]) = (low[at] + high[at], low[at] - high[at]);
                }
            }
        }
    }
}

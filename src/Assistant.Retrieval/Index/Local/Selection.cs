using System.Numerics;

namespace Assistant.Retrieval.Index.Local;

/// <summary>The passages that one search may see, by slot, with what BM25 must know of them.</summary>
/// <param name="bits">One bit a slot.</param>
/// <param name="isWhole">Whether the selection has every slot, dead ones none: then nothing need be tested.</param>
/// <param name="counts">How many passages there are by language.</param>
/// <param name="lengths">The sum of their lengths in terms by language.</param>
internal sealed class Selection(ulong[] bits, bool isWhole, int[] counts, long[] lengths)
{
    /// <summary>Whether the selection has every slot.</summary>
    public bool IsWhole => isWhole;

    /// <summary>How many passages it has.</summary>
    public int Count { get; } = counts.Sum();

    /// <summary>How many of them are in a language.</summary>
    public int LanguageCount(int language) => language < counts.Length ? counts[language] : 0;

    /// <summary>The average length of the passages in a language, in terms.</summary>
    public float AverageLength(int language) => Math.Max(1f, (float)((double)lengths[language] / counts[language]));

    /// <summary>Whether a slot is part of it.</summary>
    public bool Has(int slot) => isWhole || (bits[slot >> 6] & (1UL << (slot & 63))) != 0;

    /// <summary>How many of these slots are part of it.</summary>
    public int CountIn(ReadOnlySpan<int> slots)
    {
        var count = 0;
        foreach (var slot in slots)
        {
            count += (int)((bits[slot >> 6] >> (slot & 63)) & 1);
        }

        return count;
    }

    /// <summary>Its slots, ascending.</summary>
    public IEnumerable<int> Slots()
    {
        for (var word = 0; word < bits.Length; word++)
        {
            for (var left = bits[word]; left != 0; left &= left - 1)
            {
                yield return (word * 64) + BitOperations.TrailingZeroCount(left);
            }
        }
    }

    /// <summary>Its slots, descending.</summary>
    public IEnumerable<int> SlotsDescending()
    {
        for (var word = bits.Length - 1; word >= 0; word--)
        {
            for (var left = bits[word]; left != 0;)
            {
                var bit = BitOperations.Log2(left);
                left &= ~(1UL << bit);
                yield return (word * 64) + bit;
            }
        }
    }
}

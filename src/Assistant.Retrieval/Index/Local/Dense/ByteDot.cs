using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Assistant.Retrieval.Index.Local.Dense;

/// <summary>The inner product of a query, widened to 16 bits once, and a row of int8 codes.</summary>
/// <remarks>
/// TensorPrimitives.Dot of sbytes wraps round and cannot be used. Lengths are whole multiples of 32; rows are padded with zeros. All paths give
/// the same integer; which one runs is settled when the code is compiled for the machine.
/// </remarks>
internal static class ByteDot
{
    /// <summary>What lengths are a multiple of.</summary>
    public const int Step = 32;

    /// <summary>The inner product on the widest path of this machine.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Of(ref short query, ref sbyte row, int length) =>
        Avx512BW.IsSupported ? Avx512(ref query, ref row, length)
        : Avx2.IsSupported ? Avx(ref query, ref row, length)
        : Vector128.IsHardwareAccelerated ? Portable(ref query, ref row, length)
        : Scalar(ref query, ref row, length);

    internal static int Avx512(ref short query, ref sbyte row, int length)
    {
        var sum = Vector512<int>.Zero;
        for (var at = 0; at < length; at += 32)
        {
            var wide = Avx512BW.ConvertToVector512Int16(Vector256.LoadUnsafe(ref row, (nuint)at));
            sum += Avx512BW.MultiplyAddAdjacent(wide, Vector512.LoadUnsafe(ref query, (nuint)at));
        }

        return Vector512.Sum(sum);
    }

    internal static int Avx(ref short query, ref sbyte row, int length)
    {
        var sum = Vector256<int>.Zero;
        for (var at = 0; at < length; at += 16)
        {
            var wide = Avx2.ConvertToVector256Int16(Vector128.LoadUnsafe(ref row, (nuint)at));
            sum += Avx2.MultiplyAddAdjacent(wide, Vector256.LoadUnsafe(ref query, (nuint)at));
        }

        return Vector256.Sum(sum);
    }

    internal static int Portable(ref short query, ref sbyte row, int length)
    {
        var sum = Vector128<int>.Zero;
        for (var at = 0; at < length; at += 16)
        {
            // A product is at most 127 * 127 and fits 16 bits; the sum does not.
            var (low, high) = Vector128.Widen(Vector128.LoadUnsafe(ref row, (nuint)at));
            var (first, second) = Vector128.Widen(low * Vector128.LoadUnsafe(ref query, (nuint)at));
            var (third, fourth) = Vector128.Widen(high * Vector128.LoadUnsafe(ref query, (nuint)at + 8));
            sum += first + second + third + fourth;
        }

        return Vector128.Sum(sum);
    }

    internal static int Scalar(ref short query, ref sbyte row, int length)
    {
        var sum = 0;
        for (var at = 0; at < length; at++)
        {
            sum += Unsafe.Add(ref query, at) * Unsafe.Add(ref row, at);
        }

        return sum;
    }
}

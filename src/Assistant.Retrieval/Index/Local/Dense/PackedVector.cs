using System.Buffers.Binary;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace Assistant.Retrieval.Index.Local.Dense;

/// <summary>A vector in 16-bit steps: two bytes a dimension and one scale, a tenth of a thousandth off at most.</summary>
/// <remarks>The upper bytes alone are the int8 code that is scanned; the lower ones make the scores of the best exact again.</remarks>
internal readonly struct PackedVector(float scale, short[] steps)
{
    // The largest step whose upper byte, rounded, still fits in an sbyte.
    private const float MaxStep = 127 * 256;

    /// <summary>What one step is worth.</summary>
    public float Scale => scale;

    /// <summary>The steps by dimension.</summary>
    public ReadOnlySpan<short> Steps => steps;

    /// <summary>Packs a vector.</summary>
    public static PackedVector Of(ReadOnlySpan<float> vector)
    {
        var scale = vector.IsEmpty ? 0 : Math.Abs(TensorPrimitives.MaxMagnitude(vector)) / MaxStep;
        var steps = new short[vector.Length];
        for (var at = 0; scale > 0 && at < steps.Length; at++)
        {
            steps[at] = (short)MathF.Round(vector[at] / scale);
        }

        return new(scale, steps);
    }

    /// <summary>Reads what <see cref="ToBytes"/> wrote.</summary>
    public static PackedVector FromBytes(ReadOnlySpan<byte> bytes)
    {
        var steps = new short[(bytes.Length - sizeof(float)) / sizeof(short)];
        if (BitConverter.IsLittleEndian)
        {
            MemoryMarshal.Cast<byte, short>(bytes[sizeof(float)..])[..steps.Length].CopyTo(steps);
        }
        else
        {
            for (var at = 0; at < steps.Length; at++)
            {
                steps[at] = BinaryPrimitives.ReadInt16LittleEndian(bytes[(sizeof(float) + (at * sizeof(short)))..]);
            }
        }

        return new(BinaryPrimitives.ReadSingleLittleEndian(bytes), steps);
    }

    /// <summary>The scale and the steps, little endian.</summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[sizeof(float) + (steps.Length * sizeof(short))];
        BinaryPrimitives.WriteSingleLittleEndian(bytes, scale);
        for (var at = 0; at < steps.Length; at++)
        {
            BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(sizeof(float) + (at * sizeof(short))), steps[at]);
        }

        return bytes;
    }

    /// <summary>Splits the steps into upper bytes, rounded, and lower bytes: step = 256 upper + lower.</summary>
    public void Split(Span<sbyte> upper, Span<sbyte> lower)
    {
        for (var at = 0; at < steps.Length; at++)
        {
            upper[at] = (sbyte)((steps[at] + 128) >> 8);
            lower[at] = (sbyte)(steps[at] - (upper[at] << 8));
        }
    }
}

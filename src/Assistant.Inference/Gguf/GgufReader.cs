using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Assistant.Inference.Gguf;

/// <summary>Reads the little-endian words of a GGUF header and never believes a length that the file cannot hold.</summary>
internal sealed class GgufReader(Stream stream, string path, long length)
{
    // Headers of real models end below 20 MB, with half a million strings (a Gemma vocabulary and its merges). The limits leave
    // an order of magnitude and still keep a hostile header from taking the process' memory.
    private const long MaxHeaderBytes = 256L << 20;
    private const int MaxStringBytes = 16 << 20;
    private const int MaxStrings = 4 << 20;
    private const int MaxArrayNumbers = 64 << 20;

    private readonly byte[] word = new byte[8];
    private ulong stringsRead;

    /// <summary>Bytes read so far.</summary>
    public long Position { get; private set; }

    public byte ReadByte() => Take(1)[0];

    public ushort ReadUInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Take(2));

    public uint ReadUInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

    public ulong ReadUInt64() => BinaryPrimitives.ReadUInt64LittleEndian(Take(8));

    public string ReadString(string what, int maxBytes = MaxStringBytes)
    {
        var count = ReadUInt64();
        if (count > (ulong)maxBytes || (long)count > Left)
        {
            throw Invalid($"{what} claims to be {count} bytes long.");
        }

        var buffer = ArrayPool<byte>.Shared.Rent((int)count);
        try
        {
            Fill(buffer.AsSpan(0, (int)count));
            return Encoding.UTF8.GetString(buffer, 0, (int)count);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    public string[] ReadStrings(string what, ulong count)
    {
        // A string takes at least the eight bytes of its length. All arrays together are limited, since a one-letter string
        // takes nine bytes in the file but four times that in memory.
        if (count > MaxStrings - stringsRead || (long)count > Left / 8)
        {
            throw Invalid($"{what} claims {count} strings.");
        }

        stringsRead += count;
        var strings = new string[count];
        for (var index = 0; index < strings.Length; index++)
        {
            strings[index] = ReadString(what);
        }

        return strings;
    }

    /// <summary>Reads numbers in bulk; the element type must be one of GGUF's fixed-width ones.</summary>
    public T[] ReadNumbers<T>(string what, ulong count)
        where T : unmanaged
    {
        var size = System.Runtime.CompilerServices.Unsafe.SizeOf<T>();
        if (count > (ulong)(MaxArrayNumbers / size) || (long)count * size > Left)
        {
            throw Invalid($"{what} claims {count} numbers.");
        }

        var numbers = new T[count];
        var bytes = System.Runtime.InteropServices.MemoryMarshal.AsBytes(numbers.AsSpan());
        Fill(bytes);
        if (!BitConverter.IsLittleEndian)
        {
            for (var start = 0; start < bytes.Length; start += size)
            {
                bytes.Slice(start, size).Reverse();
            }
        }

        return numbers;
    }

    public InvalidModelFileException Invalid(string fault) => new(path, fault);

    private long Left => Math.Min(length, MaxHeaderBytes) - Position;

    private ReadOnlySpan<byte> Take(int count)
    {
        Fill(word.AsSpan(0, count));
        return word.AsSpan(0, count);
    }

    private void Fill(Span<byte> target)
    {
        if (target.Length > Left)
        {
            throw Invalid(Position + target.Length > length
                ? $"it ends inside its header, after {length} bytes; the copy or download was probably cut short."
                : $"its header is larger than {MaxHeaderBytes >> 20} MiB.");
        }

        stream.ReadExactly(target);
        Position += target.Length;
    }
}

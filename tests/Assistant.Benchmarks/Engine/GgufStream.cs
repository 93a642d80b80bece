using System.Text;

namespace Assistant.Benchmarks.Engine;

/// <summary>Writes a GGUF file of any size: first everything that is told of the tensors, then their bytes one after the other.</summary>
internal sealed class GgufStream(BinaryWriter writer)
{
    private const int Alignment = 32;
    private const int Float32 = 0;
    private const int Float16 = 1;

    /// <summary>Writes the header. The bytes of the tensors must follow in their order, through <see cref="WriteTensor"/>.</summary>
    public void WriteHeader(IReadOnlyList<(string Key, object Value)> metadata, IReadOnlyList<(string Name, long[] Shape)> tensors)
    {
        writer.Write("GGUF"u8);
        writer.Write(3u);
        writer.Write((ulong)tensors.Count);
        writer.Write((ulong)metadata.Count);
        foreach (var (key, value) in metadata)
        {
            WriteText(key);
            WriteValue(value);
        }

        long offset = 0;
        foreach (var (name, shape) in tensors)
        {
            WriteText(name);
            writer.Write((uint)shape.Length);
            Array.ForEach(shape, size => writer.Write((ulong)size));
            writer.Write(shape.Length == 1 ? Float32 : Float16);
            writer.Write((ulong)offset);
            offset += Padded(Bytes(shape));
        }

        Pad();
    }

    /// <summary>Writes the bytes of the next tensor.</summary>
    public void WriteTensor(IEnumerable<ReadOnlyMemory<byte>> parts)
    {
        foreach (var part in parts)
        {
            writer.Write(part.Span);
        }

        Pad();
    }

    /// <summary>What a tensor takes: vectors are 32-bit floats and matrices 16-bit ones.</summary>
    public static long Bytes(long[] shape) => shape.Aggregate(1L, (product, size) => product * size) * (shape.Length == 1 ? 4 : 2);

    private static long Padded(long bytes) => (bytes + Alignment - 1) / Alignment * Alignment;

    private void Pad()
    {
        writer.Flush();
        var position = writer.BaseStream.Position;
        writer.Write(new byte[Padded(position) - position]);
    }

    private void WriteText(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        writer.Write((ulong)bytes.Length);
        writer.Write(bytes);
    }

    private void WriteValue(object value)
    {
        writer.Write(value is Array ? 9u : TypeOf(value.GetType()));
        if (value is not Array array)
        {
            WriteBare(value);
            return;
        }

        writer.Write(TypeOf(value.GetType().GetElementType()!));
        writer.Write((ulong)array.Length);
        foreach (var element in array)
        {
            WriteBare(element);
        }
    }

    private void WriteBare(object value)
    {
        switch (value)
        {
            case uint number: writer.Write(number); break;
            case int number: writer.Write(number); break;
            case float number: writer.Write(number); break;
            case bool flag: writer.Write(flag); break;
            case string text: WriteText(text); break;
            default: throw new ArgumentException($"A value of the type {value.GetType().Name} can't be written.", nameof(value));
        }
    }

    private static uint TypeOf(Type type) => Type.GetTypeCode(type) switch
    {
        TypeCode.UInt32 => 4,
        TypeCode.Int32 => 5,
        TypeCode.Single => 6,
        TypeCode.Boolean => 7,
        TypeCode.String => 8,
        _ => throw new ArgumentException($"Values of the type {type.Name} can't be written.", nameof(type)),
    };
}

using System.Text;

namespace Assistant.Inference.Tests.Fixtures;

/// <summary>Writes GGUF version 3: metadata first, then what tensors there are, then their weights as 32-bit floats.</summary>
internal sealed class GgufWriter
{
    private const int Alignment = 32;

    private readonly List<(string Key, object Value)> metadata = [];
    private readonly List<(string Name, long[] Shape, float[] Weights)> tensors = [];

    public GgufWriter Add(string key, object value)
    {
        metadata.Add((key, value));
        return this;
    }

    public GgufWriter Set(string key, object value)
    {
        metadata.RemoveAll(pair => pair.Key == key);
        return Add(key, value);
    }

    public GgufWriter Tensor(string name, float[] weights, params long[] shape)
    {
        tensors.Add((name, shape, weights));
        return this;
    }

    public byte[] ToBytes()
    {
        using MemoryStream stream = new();
        using BinaryWriter writer = new(stream);
        writer.Write("GGUF"u8);
        writer.Write(3u);
        writer.Write((ulong)tensors.Count);
        writer.Write((ulong)metadata.Count);
        foreach (var (key, value) in metadata)
        {
            WriteText(writer, key);
            WriteValue(writer, value);
        }

        long offset = 0;
        foreach (var (name, shape, weights) in tensors)
        {
            WriteText(writer, name);
            writer.Write((uint)shape.Length);
            Array.ForEach(shape, size => writer.Write((ulong)size));
            writer.Write(0u);
            writer.Write((ulong)offset);
            offset += Padded(weights.Length * sizeof(float));
        }

        writer.Write(new byte[Padded(stream.Position) - stream.Position]);
        foreach (var (_, _, weights) in tensors)
        {
            Array.ForEach(weights, writer.Write);
            writer.Write(new byte[Padded(weights.Length * sizeof(float)) - (weights.Length * sizeof(float))]);
        }

        return stream.ToArray();
    }

    public string WriteTo(string path)
    {
        File.WriteAllBytes(path, ToBytes());
        return path;
    }

    private static long Padded(long bytes) => (bytes + Alignment - 1) / Alignment * Alignment;

    private static void WriteText(BinaryWriter writer, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        writer.Write((ulong)bytes.Length);
        writer.Write(bytes);
    }

    private static void WriteValue(BinaryWriter writer, object value)
    {
        writer.Write(TypeOf(value.GetType()));
        if (value is Array array)
        {
            writer.Write(TypeOf(value.GetType().GetElementType()!));
            writer.Write((ulong)array.Length);
            foreach (var element in array)
            {
                WriteBare(writer, element);
            }
        }
        else
        {
            WriteBare(writer, value);
        }
    }

    private static void WriteBare(BinaryWriter writer, object value)
    {
        switch (value)
        {
            case byte number: writer.Write(number); break;
            case sbyte number: writer.Write(number); break;
            case ushort number: writer.Write(number); break;
            case short number: writer.Write(number); break;
            case uint number: writer.Write(number); break;
            case int number: writer.Write(number); break;
            case float number: writer.Write(number); break;
            case bool number: writer.Write(number); break;
            case string text: WriteText(writer, text); break;
            case ulong number: writer.Write(number); break;
            case long number: writer.Write(number); break;
            case double number: writer.Write(number); break;
            default: throw new ArgumentException(value.GetType().Name);
        }
    }

    private static uint TypeOf(Type type) => type.IsArray ? 9u : Type.GetTypeCode(type) switch
    {
        TypeCode.Byte => 0,
        TypeCode.SByte => 1,
        TypeCode.UInt16 => 2,
        TypeCode.Int16 => 3,
        TypeCode.UInt32 => 4,
        TypeCode.Int32 => 5,
        TypeCode.Single => 6,
        TypeCode.Boolean => 7,
        TypeCode.String => 8,
        TypeCode.UInt64 => 10,
        TypeCode.Int64 => 11,
        TypeCode.Double => 12,
        _ => throw new ArgumentException(type.Name),
    };
}

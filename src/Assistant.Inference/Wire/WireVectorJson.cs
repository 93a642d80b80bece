using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Assistant.Inference.Wire;

/// <summary>A list of numbers, or base64 of 32-bit floats: a third of the bytes, and bit for bit the same.</summary>
internal sealed class WireVectorJson : JsonConverter<WireVector>
{
    /// <inheritdoc/>
    public override WireVector Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            return reader.TryGetBytesFromBase64(out var bytes) && bytes.Length % sizeof(float) == 0
                ? new(FloatsOf(bytes), AsBase64: true)
                : throw new JsonException("A vector is not base64 of 32-bit floats.");
        }

        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw new JsonException("A vector is neither a list of numbers nor base64.");
        }

        List<float> numbers = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            numbers.Add(reader.GetSingle());
        }

        return new(numbers.ToArray());
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, WireVector value, JsonSerializerOptions options)
    {
        if (value.AsBase64)
        {
            writer.WriteBase64StringValue(BytesOf(value.Values.Span));
            return;
        }

        writer.WriteStartArray();
        foreach (var number in value.Values.Span)
        {
            writer.WriteNumberValue(number);
        }

        writer.WriteEndArray();
    }

    private static ReadOnlySpan<byte> BytesOf(ReadOnlySpan<float> values)
    {
        if (BitConverter.IsLittleEndian)
        {
            return MemoryMarshal.AsBytes(values);
        }

        var bytes = new byte[values.Length * sizeof(float)];
        for (var index = 0; index < values.Length; index++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(index * sizeof(float)), values[index]);
        }

        return bytes;
    }

    private static float[] FloatsOf(ReadOnlySpan<byte> bytes)
    {
        var values = new float[bytes.Length / sizeof(float)];
        for (var index = 0; index < values.Length; index++)
        {
            values[index] = BinaryPrimitives.ReadSingleLittleEndian(bytes[(index * sizeof(float))..]);
        }

        return values;
    }
}

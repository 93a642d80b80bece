using System.Runtime.InteropServices;

namespace Assistant.Ingestion.Reading;

/// <summary>A stream over bytes that nobody copies or writes.</summary>
internal sealed class ReadOnlyMemoryStream(ReadOnlyMemory<byte> bytes) : MemoryStream(ArrayOf(bytes).Array!, ArrayOf(bytes).Offset, bytes.Length, writable: false)
{
    private static ArraySegment<byte> ArrayOf(ReadOnlyMemory<byte> bytes) =>
        MemoryMarshal.TryGetArray(bytes, out var segment) ? segment : new(bytes.ToArray());
}

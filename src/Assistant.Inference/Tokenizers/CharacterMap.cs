using System.Buffers.Binary;

namespace Assistant.Inference.Tokenizers;

/// <summary>
/// SentencePiece's precompiled character map: what beginnings of a text are written as something else before it is cut into pieces.
/// Immutable and safe from many threads.
/// </summary>
/// <remarks>
/// Four bytes of length, a double array (Darts-clone: a node's children lie at its index XOR its offset XOR their byte), then the
/// replacements, each ended by a zero byte. All bounds are checked once, at construction: a map that leads out of itself makes
/// llama.cpp throw across the border, which ends the process.
/// </remarks>
internal sealed class CharacterMap
{
    private const uint IsValue = 1u << 31;

    private readonly uint[] nodes;
    private readonly byte[] replacements;

    /// <summary>Takes the map of a model file; an empty one replaces nothing.</summary>
    /// <exception cref="FormatException">It is damaged.</exception>
    public CharacterMap(ReadOnlySpan<byte> map)
    {
        if (map.IsEmpty)
        {
            (nodes, replacements) = ([], []);
            return;
        }

        if (map.Length < sizeof(uint) || BinaryPrimitives.ReadUInt32LittleEndian(map) is var length && (length >= map.Length - sizeof(uint) || length % sizeof(uint) != 0))
        {
            throw new FormatException("Its character map is shorter than it says.");
        }

        nodes = new uint[BinaryPrimitives.ReadUInt32LittleEndian(map) / sizeof(uint)];
        for (var index = 0; index < nodes.Length; index++)
        {
            nodes[index] = BinaryPrimitives.ReadUInt32LittleEndian(map[((index + 1) * sizeof(uint))..]);
        }

        replacements = map[((nodes.Length + 1) * sizeof(uint))..].ToArray();
        Check();
    }

    /// <summary>The longest beginning of a text that is replaced.</summary>
    /// <param name="text">UTF-8.</param>
    /// <param name="replacement">What it becomes; nothing, too.</param>
    /// <returns>How many bytes are replaced; 0 when the text stays as it begins.</returns>
    public int Match(ReadOnlySpan<byte> text, out ReadOnlySpan<byte> replacement)
    {
        replacement = [];
        var longest = 0;
        if (nodes.Length == 0)
        {
            return 0;
        }

        var index = Offset(nodes[0]);
        for (var at = 0; at < text.Length && text[at] != 0; at++)
        {
            index ^= text[at];
            var node = nodes[index];
            if ((node & (IsValue | 0xFF)) != text[at])
            {
                break;
            }

            index ^= Offset(node);
            if (HasValue(node))
            {
                longest = at + 1;
                var start = replacements.AsSpan((int)(nodes[index] & ~IsValue));
                replacement = start[..start.IndexOf((byte)0)];
            }
        }

        return longest;
    }

    private static uint Offset(uint node) => (node >> 10) << (int)((node & (1u << 9)) >> 6);

    private static bool HasValue(uint node) => (node & (1u << 8)) != 0;

    // Children lie within 256 of their place, and the array is made of blocks of 256: one comparison covers all children of a node.
    private void Check()
    {
        if (nodes.Length == 0 || nodes.Length % 256 != 0 || replacements[^1] != 0 || Offset(nodes[0]) >= nodes.Length)
        {
            throw new FormatException("Its character map is damaged.");
        }

        for (uint index = 0; index < nodes.Length; index++)
        {
            var node = nodes[index];
            if ((node & IsValue) != 0)
            {
                continue;
            }

            var place = index ^ Offset(node);
            if (place >= nodes.Length || (HasValue(node) && (nodes[place] & ~IsValue) >= replacements.Length))
            {
                throw new FormatException("Its character map leads out of itself.");
            }
        }
    }
}

using System.Buffers.Binary;
using System.Text;

namespace Assistant.Ingestion.Reading;

/// <summary>The streams of an OLE compound file ([MS-CFB]): old Office formats, messages of Outlook, and encrypted new ones.</summary>
internal sealed class CompoundFile
{
    private const uint EndOfChain = 0xFFFFFFFE;
    private const int HeaderFatEntries = 109;
    private const int DirectoryEntrySize = 128;

    private readonly ReadOnlyMemory<byte> bytes;
    private readonly int sectorSize;
    private readonly uint[] fat;
    private readonly uint[] miniFat;
    private readonly byte[] miniStream;
    private readonly uint miniCutoff;
    private readonly Dictionary<string, (uint Start, long Size)> streams = new(StringComparer.Ordinal);

    /// <summary>Reads the tables and the directory.</summary>
    /// <exception cref="InvalidDataException">The file contradicts itself.</exception>
    public CompoundFile(ReadOnlyMemory<byte> bytes)
    {
        this.bytes = bytes;
        if (bytes.Length < 512)
        {
            throw new InvalidDataException("The compound file has no whole header.");
        }

        var header = bytes.Span;
        var shift = BinaryPrimitives.ReadUInt16LittleEndian(header[0x1E..]);
        sectorSize = shift is 9 or 12 ? 1 << shift : throw new InvalidDataException("The compound file has an unknown sector size.");
        miniCutoff = U32(0x38);
        fat = ReadFat();
        var directory = ReadChain(U32(0x30), limit: bytes.Length);
        miniFat = ToIntegers(U32(0x3C) >= EndOfChain ? [] : ReadChain(U32(0x3C), limit: bytes.Length));
        miniStream = ReadDirectory(directory) is { } root ? ReadChain(root.Start, root.Size) : [];
    }

    /// <summary>The first bytes of every compound file.</summary>
    public static ReadOnlySpan<byte> Signature => [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

    /// <summary>The names of the streams, at any depth.</summary>
    public IEnumerable<string> Names => streams.Keys;

    /// <summary>The bytes of a stream, or null if there is none of that name.</summary>
    public byte[]? Find(string name)
    {
        if (!streams.TryGetValue(name, out var entry))
        {
            return null;
        }

        return entry.Size < miniCutoff ? ReadMiniChain(entry.Start, entry.Size) : ReadChain(entry.Start, entry.Size);
    }

    private uint[] ReadFat()
    {
        List<uint> sectors = [];
        for (var at = 0; at < HeaderFatEntries; at++)
        {
            sectors.Add(U32(0x4C + (4 * at)));
        }

        // Further sectors of the table are themselves chained; each ends with the number of the next.
        var next = U32(0x44);
        for (var seen = 0; next < EndOfChain && seen <= bytes.Length / sectorSize; seen++)
        {
            var numbers = ToIntegers(Sector(next).ToArray());
            sectors.AddRange(numbers[..^1]);
            next = numbers[^1];
        }

        return [.. sectors.Where(sector => sector < EndOfChain - 2).Take(bytes.Length / sectorSize).SelectMany(sector => ToIntegers(Sector(sector).ToArray()))];
    }

    private (uint Start, long Size)? ReadDirectory(byte[] directory)
    {
        (uint, long)? root = null;
        for (var at = 0; at + DirectoryEntrySize <= directory.Length; at += DirectoryEntrySize)
        {
            var entry = directory.AsSpan(at, DirectoryEntrySize);
            var nameBytes = Math.Min((int)BinaryPrimitives.ReadUInt16LittleEndian(entry[0x40..]), 64) - 2;
            if (nameBytes <= 0)
            {
                continue;
            }

            var place = (BinaryPrimitives.ReadUInt32LittleEndian(entry[0x74..]), (long)BinaryPrimitives.ReadUInt32LittleEndian(entry[0x78..]));
            switch (entry[0x42])
            {
                case 2:
                    streams.TryAdd(Encoding.Unicode.GetString(entry[..nameBytes]), place);
                    break;
                case 5:
                    root = place;
                    break;
            }
        }

        return root;
    }

    private byte[] ReadChain(uint start, long limit)
    {
        using MemoryStream content = new();
        var sector = start;
        for (var seen = 0; sector < EndOfChain - 2 && content.Length < limit; seen++)
        {
            if (sector >= fat.Length || seen > fat.Length)
            {
                throw new InvalidDataException("A chain of the compound file is broken.");
            }

            content.Write(Sector(sector));
            sector = fat[sector];
        }

        return content.Length > limit ? content.ToArray()[..(int)limit] : content.ToArray();
    }

    private byte[] ReadMiniChain(uint start, long size)
    {
        const int miniSectorSize = 64;
        using MemoryStream content = new();
        var sector = start;
        for (var seen = 0; sector < EndOfChain - 2 && content.Length < size; seen++)
        {
            var at = (long)sector * miniSectorSize;
            if (sector >= miniFat.Length || seen > miniFat.Length || at >= miniStream.Length)
            {
                throw new InvalidDataException("A short chain of the compound file is broken.");
            }

            content.Write(miniStream.AsSpan((int)at, Math.Min(miniSectorSize, miniStream.Length - (int)at)));
            sector = miniFat[sector];
        }

        return content.Length > size ? content.ToArray()[..(int)size] : content.ToArray();
    }

    private ReadOnlySpan<byte> Sector(uint number)
    {
        var at = ((long)number + 1) * sectorSize;
        return at < bytes.Length
            ? bytes.Span.Slice((int)at, Math.Min(sectorSize, bytes.Length - (int)at))
            : throw new InvalidDataException("A sector lies behind the end of the compound file.");
    }

    private uint U32(int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes.Span[at..]);

    private static uint[] ToIntegers(byte[] content)
    {
        var numbers = new uint[content.Length / 4];
        for (var at = 0; at < numbers.Length; at++)
        {
            numbers[at] = BinaryPrimitives.ReadUInt32LittleEndian(content.AsSpan(4 * at));
        }

        return numbers;
    }
}

namespace Assistant.Inference.Gguf;

/// <summary>Reads a GGUF header from the first byte to the last tensor's place, checking what llama.cpp would only assert.</summary>
internal static class GgufHeader
{
    // The word "GGUF" read as a little-endian number.
    private const uint Magic = 0x46554747;

    // llama.cpp's own limits (GGML_MAX_NAME with its closing zero, GGML_MAX_DIMS).
    private const int MaxTensorName = 63;
    private const int MaxDimensions = 4;

    // Real files have some dozens of keys and some thousands of tensors (the largest mixtures of experts below 3,000).
    private const int MaxKeys = 65_536;
    private const int MaxTensors = 262_144;
    private const int MaxKeyBytes = 65_535;

    public static GgufFile Read(string path)
    {
        try
        {
            // Opening a pipe would wait, without end, for somebody who writes into it; it has no length.
            if (new FileInfo(path) is { Exists: true, Length: 0 })
            {
                throw new InvalidModelFileException(path, "it is empty.");
            }

            using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1 << 16, FileOptions.SequentialScan);
            return Read(stream, path, stream.Length);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InvalidModelFileException(path, "there is no such file.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new InvalidModelFileException(path, Directory.Exists(path) ? "it is a folder." : $"it can't be read ({e.Message}).", e);
        }
    }

    private static GgufFile Read(Stream stream, string path, long length)
    {
        GgufReader reader = new(stream, path, length);
        if (length < 24 || reader.ReadUInt32() != Magic)
        {
            throw reader.Invalid(length == 0 ? "it is empty." : "it isn't a GGUF file.");
        }

        var version = reader.ReadUInt32();
        if (version is not (2 or 3))
        {
            throw reader.Invalid((version & 0xFFFF) == 0 && version != 0
                ? "it is a big-endian GGUF file, which llama.cpp can't use here."
                : $"it has GGUF version {version}; versions 2 and 3 can be read.");
        }

        var tensorCount = reader.ReadUInt64();
        var keyCount = reader.ReadUInt64();
        if (tensorCount > MaxTensors || keyCount > MaxKeys)
        {
            throw reader.Invalid($"its header claims {keyCount} keys and {tensorCount} tensors.");
        }

        var metadata = ReadMetadata(reader, (int)keyCount);
        GgufFile file = new(path, length, metadata, ReadTensors(reader, (int)tensorCount));
        CheckPlaces(reader, file, Alignment(reader, file), length);
        return file;
    }

    private static Dictionary<string, object> ReadMetadata(GgufReader reader, int count)
    {
        Dictionary<string, object> metadata = new(StringComparer.Ordinal);
        for (var index = 0; index < count; index++)
        {
            var key = reader.ReadString($"the name of key {index}", MaxKeyBytes);
            if (!metadata.TryAdd(key, ReadValue(reader, key, reader.ReadUInt32())))
            {
                throw reader.Invalid($"its header has the key '{Shown(key)}' twice.");
            }
        }

        return metadata;
    }

    private static object ReadValue(GgufReader reader, string key, uint type) => type switch
    {
        0 => reader.ReadByte(),
        1 => (sbyte)reader.ReadByte(),
        2 => reader.ReadUInt16(),
        3 => (short)reader.ReadUInt16(),
        4 => reader.ReadUInt32(),
        5 => (int)reader.ReadUInt32(),
        6 => BitConverter.UInt32BitsToSingle(reader.ReadUInt32()),
        7 => reader.ReadByte() != 0,
        8 => reader.ReadString($"the value of '{Shown(key)}'"),
        9 => ReadArray(reader, key),
        10 => reader.ReadUInt64(),
        11 => (long)reader.ReadUInt64(),
        12 => BitConverter.UInt64BitsToDouble(reader.ReadUInt64()),
        _ => throw reader.Invalid($"the key '{Shown(key)}' has the unknown type {type}."),
    };

    private static object ReadArray(GgufReader reader, string key)
    {
        var type = reader.ReadUInt32();
        var count = reader.ReadUInt64();
        var what = $"the array '{Shown(key)}'";
        return type switch
        {
            0 => reader.ReadNumbers<byte>(what, count),
            1 => reader.ReadNumbers<sbyte>(what, count),
            2 => reader.ReadNumbers<ushort>(what, count),
            3 => reader.ReadNumbers<short>(what, count),
            4 => reader.ReadNumbers<uint>(what, count),
            5 => reader.ReadNumbers<int>(what, count),
            6 => reader.ReadNumbers<float>(what, count),
            7 => Array.ConvertAll(reader.ReadNumbers<byte>(what, count), bit => bit != 0),
            8 => reader.ReadStrings(what, count),
            10 => reader.ReadNumbers<ulong>(what, count),
            11 => reader.ReadNumbers<long>(what, count),
            12 => reader.ReadNumbers<double>(what, count),
            _ => throw reader.Invalid($"{what} has elements of the unknown type {type}."),
        };
    }

    private static List<GgufTensor> ReadTensors(GgufReader reader, int count)
    {
        List<GgufTensor> tensors = [];
        HashSet<string> names = new(StringComparer.Ordinal);
        for (var index = 0; index < count; index++)
        {
            var tensor = ReadTensor(reader, index);
            if (!names.Add(tensor.Name))
            {
                throw reader.Invalid($"it has the tensor '{Shown(tensor.Name)}' twice.");
            }

            tensors.Add(tensor);
        }

        return tensors;
    }

    private static GgufTensor ReadTensor(GgufReader reader, int index)
    {
        var name = reader.ReadString($"the name of tensor {index}", MaxTensorName);
        var dimensions = reader.ReadUInt32();
        if (dimensions > MaxDimensions)
        {
            throw reader.Invalid($"the tensor '{Shown(name)}' claims {dimensions} dimensions.");
        }

        var shape = new long[dimensions];
        Int128 elements = 1;
        for (var dimension = 0; dimension < shape.Length; dimension++)
        {
            shape[dimension] = (long)Math.Min(reader.ReadUInt64(), long.MaxValue);
            elements *= shape[dimension];
            if (elements > long.MaxValue)
            {
                throw reader.Invalid($"the tensor '{Shown(name)}' claims more elements than can be counted.");
            }
        }

        var type = reader.ReadUInt32();
        var offset = reader.ReadUInt64();
        if (!GgmlTypes.TryGetBlock((int)Math.Min(type, int.MaxValue), out var blockElements, out var blockBytes))
        {
            throw reader.Invalid($"the tensor '{Shown(name)}' has the element type {type}, which llama.cpp v0.5.0 doesn't know.");
        }

        if (elements == 0 || shape.FirstOrDefault(1) % blockElements != 0 || offset > long.MaxValue)
        {
            throw reader.Invalid($"the tensor '{Shown(name)}' has an impossible shape or place.");
        }

        var bytes = elements / blockElements * blockBytes;
        return bytes > long.MaxValue
            ? throw reader.Invalid($"the tensor '{Shown(name)}' claims more bytes than can be counted.")
            : new(name, (int)type, shape, (long)offset, (long)bytes);
    }

    private static long Alignment(GgufReader reader, GgufFile file)
    {
        // 32 is GGUF_DEFAULT_ALIGNMENT; llama.cpp takes only a power of two, declared as a 32-bit number.
        const string Key = "general.alignment";
        var alignment = file.Metadata.ContainsKey(Key) ? file.Metadata[Key] as uint? ?? 0 : 32;
        return alignment != 0 && (alignment & (alignment - 1)) == 0 ? alignment : throw reader.Invalid($"its {Key} isn't a power of two.");
    }

    private static void CheckPlaces(GgufReader reader, GgufFile file, long alignment, long length)
    {
        var start = (reader.Position + alignment - 1) / alignment * alignment;
        Int128 end = 0;
        foreach (var tensor in file.Tensors)
        {
            if (tensor.Offset % alignment != 0)
            {
                throw reader.Invalid($"the tensor '{Shown(tensor.Name)}' isn't aligned.");
            }

            end = Int128.Max(end, (Int128)start + tensor.Offset + tensor.Bytes);
        }

        if (end > length)
        {
            throw reader.Invalid($"it has {length} bytes but its tensors need {end}; the copy or download was probably cut short.");
        }
    }

    // Names come from the file, so they may be long or hold control characters that would spoil a terminal or a log.
    private static string Shown(string text) =>
        string.Concat(text.Take(80).Select(letter => char.IsControl(letter) || char.IsSurrogate(letter) ? '?' : letter));
}

namespace Assistant.Inference.Gguf;

/// <summary>The header of a GGUF model file: its metadata and what tensors it holds. Weights are never read.</summary>
/// <remarks>Immutable, so safe to share between threads. Time and memory are bounded also on hostile files.</remarks>
public sealed class GgufFile
{
    private readonly IReadOnlyDictionary<string, object> metadata;

    internal GgufFile(string path, long bytes, IReadOnlyDictionary<string, object> metadata, IReadOnlyList<GgufTensor> tensors)
    {
        this.metadata = metadata;
        Path = path;
        Bytes = bytes;
        Tensors = tensors;
    }

    /// <summary>The absolute path.</summary>
    public string Path { get; }

    /// <summary>The size of the file in bytes.</summary>
    public long Bytes { get; }

    /// <summary>
    /// All metadata by key. A value is a <see cref="string"/>, a <see cref="bool"/>, a number of the type that the file
    /// declares, or an array of one of these.
    /// </summary>
    public IReadOnlyDictionary<string, object> Metadata => metadata;

    /// <summary>What tensors the file holds; empty for a vocabulary without weights.</summary>
    public IReadOnlyList<GgufTensor> Tensors { get; }

    /// <summary>How many tensors the file holds.</summary>
    public int TensorCount => Tensors.Count;

    /// <summary>The architecture in llama.cpp's word, such as <c>llama</c> or <c>bert</c>.</summary>
    public string Architecture => GetString("general.architecture") ?? "";

    /// <summary>The model's own name; where the file has none, the file's name without its extension.</summary>
    public string Name => GetString("general.name") is { Length: > 0 } name ? name : System.IO.Path.GetFileNameWithoutExtension(Path);

    /// <summary>The context that the model was trained on, in tokens; 0 where the file doesn't say.</summary>
    public int ContextLength => (int)Math.Clamp(GetInteger(Architecture + ".context_length") ?? 0, 0, int.MaxValue);

    /// <summary>The width of the hidden state, and so the dimensions of an embedder's vectors; 0 where the file doesn't say.</summary>
    public int EmbeddingLength => (int)Math.Clamp(GetInteger(Architecture + ".embedding_length") ?? 0, 0, int.MaxValue);

    /// <summary>The tokenizer's family, such as <c>llama</c>, <c>gpt2</c>, <c>bert</c> or <c>t5</c>; null where the file has none.</summary>
    public string? TokenizerModel => GetString("tokenizer.ggml.model");

    /// <summary>The name of the tokenizer's pre-splitting rules; null where the file has none.</summary>
    public string? TokenizerPre => GetString("tokenizer.ggml.pre");

    /// <summary>The text of each token by its id; empty where the file has no vocabulary.</summary>
    public IReadOnlyList<string> Tokens => GetArray<string>("tokenizer.ggml.tokens") ?? [];

    /// <summary>llama.cpp's type of each token by its id (1 normal, 2 unknown, 3 control, 4 user defined, 5 unused, 6 byte); empty where the file doesn't say.</summary>
    public IReadOnlyList<int> TokenTypes => GetArray<int>("tokenizer.ggml.token_type") ?? [];

    /// <summary>The Jinja text by which the model's makers render a conversation; null where the file has none.</summary>
    public string? ChatTemplate => GetString("tokenizer.chat_template");

    /// <summary>Reads the header of a file.</summary>
    /// <param name="path">The file; a relative path starts at the current directory.</param>
    /// <exception cref="InvalidModelFileException">The file is not there, can't be read, isn't GGUF, or its header is damaged.</exception>
    public static GgufFile Open(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return GgufHeader.Read(System.IO.Path.GetFullPath(path));
    }

    /// <summary>The text under a key, or null where there is none.</summary>
    public string? GetString(string key) => metadata.GetValueOrDefault(key) as string;

    /// <summary>The switch under a key, or null where there is none.</summary>
    public bool? GetBoolean(string key) => metadata.GetValueOrDefault(key) as bool?;

    /// <summary>The whole number under a key whatever its width, or null where there is none or it doesn't fit.</summary>
    public long? GetInteger(string key) => metadata.GetValueOrDefault(key) switch
    {
        byte value => value,
        sbyte value => value,
        ushort value => value,
        short value => value,
        uint value => value,
        int value => value,
        long value => value,
        ulong value and <= long.MaxValue => (long)value,
        _ => null,
    };

    /// <summary>The array under a key, or null where there is none of that element type.</summary>
    /// <typeparam name="T">The element type exactly as the file declares it.</typeparam>
    /// <remarks>It is the file's own array: callers must not write to it.</remarks>
    public T[]? GetArray<T>(string key) => metadata.GetValueOrDefault(key) is T[] array && array.GetType() == typeof(T[]) ? array : null;
}

using System.Diagnostics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Assistant.Inference.Gguf;

namespace Assistant.Benchmarks.Engine;

/// <summary>A model of LLaMA 3.2 1B's shape with LLaMA 3's vocabulary and random weights: as fast as the real one, and free.</summary>
internal static class RandomLlama
{
    private const int Layers = 16;
    private const int Width = 2048;
    private const int Hidden = 8192;
    private const int Heads = 32;
    private const int KeyHeads = 8;
    private const int HeadWidth = Width / Heads;

    // What such models start their training with.
    private const float Deviation = 0.02f;

    private const string Template =
        "{{ bos_token }}{% for message in messages %}{{ '<|start_header_id|>' + message['role'] + '<|end_header_id|>\n\n' + message['content'] | trim + '<|eot_id|>' }}{% endfor %}"
        + "{% if add_generation_prompt %}{{ '<|start_header_id|>assistant<|end_header_id|>\n\n' }}{% endif %}";

    /// <summary>The model in Q4_K_M. Made at the first call, which takes some minutes, and kept.</summary>
    /// <returns>Its path.</returns>
    public static async Task<string> FileAsync(EngineBenchmarkOptions options)
    {
        var made = Path.Combine(options.Folder, "llama3-1b-random-q4_k_m.gguf");
        if (File.Exists(made))
        {
            return made;
        }

        var half = Path.Combine(options.Folder, "llama3-1b-random-f16.gguf");
        var start = Stopwatch.GetTimestamp();
        await Task.Run(() => Write(GgufFile.Open(options.Vocabulary), half));
        EngineBenchmark.Tell($"random weights written in {Stopwatch.GetElapsedTime(start).TotalSeconds:N0} s");
        await Task.Run(() => Quantization.ToMixedFourBits(half, made + ".part", options.Threads));
        File.Move(made + ".part", made);
        File.Delete(half);
        EngineBenchmark.Tell($"and quantised after {Stopwatch.GetElapsedTime(start).TotalSeconds:N0} s");
        return made;
    }

    private static void Write(GgufFile vocabulary, string path)
    {
        var words = vocabulary.Tokens.Count;
        List<(string Name, long[] Shape)> tensors = [("token_embd.weight", [Width, words]), ("output_norm.weight", [Width]), .. Enumerable.Range(0, Layers).SelectMany(Layer)];
        List<(string Key, object Value)> metadata =
        [
            ("general.architecture", "llama"), ("general.name", "LLaMA 3.2 1B shape, random weights"), ("general.file_type", 1u),
            ("llama.block_count", (uint)Layers), ("llama.context_length", 131_072u), ("llama.embedding_length", (uint)Width), ("llama.feed_forward_length", (uint)Hidden),
            ("llama.attention.head_count", (uint)Heads), ("llama.attention.head_count_kv", (uint)KeyHeads), ("llama.attention.layer_norm_rms_epsilon", 1e-5f),
            ("llama.attention.key_length", (uint)HeadWidth), ("llama.attention.value_length", (uint)HeadWidth),
            ("llama.rope.dimension_count", (uint)HeadWidth), ("llama.rope.freq_base", 500_000f), ("llama.vocab_size", (uint)words),
            .. vocabulary.Metadata.Where(pair => pair.Key.StartsWith("tokenizer.ggml.", StringComparison.Ordinal)).Select(pair => (pair.Key, pair.Value)),
            ("tokenizer.chat_template", Template),
        ];
        using FileStream stream = new(path, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 20);
        using BinaryWriter writer = new(stream);
        GgufStream gguf = new(writer);
        gguf.WriteHeader(metadata, tensors);
        ulong state = 1;
        foreach (var (_, shape) in tensors)
        {
            gguf.WriteTensor(shape.Length == 1 ? [Ones((int)shape[0])] : Random(shape, () => Next(ref state)));
        }
    }

    private static IEnumerable<(string Name, long[] Shape)> Layer(int layer) =>
    [
        ($"blk.{layer}.attn_norm.weight", [Width]),
        ($"blk.{layer}.attn_q.weight", [Width, Width]),
        ($"blk.{layer}.attn_k.weight", [Width, HeadWidth * KeyHeads]),
        ($"blk.{layer}.attn_v.weight", [Width, HeadWidth * KeyHeads]),
        ($"blk.{layer}.attn_output.weight", [Width, Width]),
        ($"blk.{layer}.ffn_norm.weight", [Width]),
        ($"blk.{layer}.ffn_gate.weight", [Width, Hidden]),
        ($"blk.{layer}.ffn_up.weight", [Width, Hidden]),
        ($"blk.{layer}.ffn_down.weight", [Hidden, Width]),
    ];

    private static ReadOnlyMemory<byte> Ones(int count)
    {
        var ones = new float[count];
        Array.Fill(ones, 1f);
        return MemoryMarshal.AsBytes(ones.AsSpan()).ToArray();
    }

    // Row by row: evenly spread numbers of the wanted deviation, four of each step of the generator.
    private static IEnumerable<ReadOnlyMemory<byte>> Random(long[] shape, Func<ulong> next)
    {
        var row = new float[shape[0]];
        var halves = new Half[shape[0]];
        var scale = Deviation * MathF.Sqrt(3) / (1 << 15);
        for (long index = 0; index < shape[1]; index++)
        {
            for (var column = 0; column < row.Length; column += 4)
            {
                var bits = next();
                row[column] = (short)bits * scale;
                row[column + 1] = (short)(bits >> 16) * scale;
                row[column + 2] = (short)(bits >> 32) * scale;
                row[column + 3] = (short)(bits >> 48) * scale;
            }

            TensorPrimitives.ConvertToHalf(row, halves);
            yield return MemoryMarshal.AsBytes(halves.AsSpan()).ToArray();
        }
    }

    // SplitMix64 (Steele, Lea, Flood 2014).
    private static ulong Next(ref ulong state)
    {
        state += 0x9E3779B97F4A7C15;
        var mixed = state;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }
}

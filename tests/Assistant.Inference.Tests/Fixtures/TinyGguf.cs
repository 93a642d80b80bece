using System.Text;

namespace Assistant.Inference.Tests.Fixtures;

/// <summary>A LLaMA 3 of two layers with random weights and a byte-level BPE trained on one sentence: some hundred kB, made in milliseconds.</summary>
internal static class TinyGguf
{
    private const int Width = 64;
    private const int Heads = 4;
    private const int KeyHeads = 2;
    private const int Hidden = 128;
    private const int Layers = 2;
    private const int Merges = 64;
    private const string Sentence = "the assistant answers questions from the documents of the organisation and cites the passages that carry the answers";

    private static readonly string[] Control = ["<|begin_of_text|>", "<|end_of_text|>", "<|start_header_id|>", "<|end_header_id|>", "<|eot_id|>"];

    /// <summary>A writer with everything in it, for tests that change something.</summary>
    public static GgufWriter Writer(int seed = 1, int contextTokens = 2048)
    {
        var (words, merges) = Train();
        string[] tokens = [.. words, "<tool_call>", .. Control];
        int[] types = [.. words.Select(_ => 1), 4, .. Control.Select(_ => 3)];
        var begin = (uint)(words.Count + 1);
        GgufWriter writer = new();
        writer.Add("general.architecture", "llama").Add("general.name", "tiny")
            .Add("llama.block_count", (uint)Layers).Add("llama.context_length", (uint)contextTokens).Add("llama.embedding_length", (uint)Width)
            .Add("llama.feed_forward_length", (uint)Hidden).Add("llama.attention.head_count", (uint)Heads).Add("llama.attention.head_count_kv", (uint)KeyHeads)
            .Add("llama.attention.layer_norm_rms_epsilon", 1e-5f).Add("llama.rope.dimension_count", (uint)(Width / Heads)).Add("llama.vocab_size", (uint)tokens.Length)
            .Add("tokenizer.ggml.model", "gpt2").Add("tokenizer.ggml.pre", "llama-bpe").Add("tokenizer.ggml.tokens", tokens).Add("tokenizer.ggml.token_type", types)
            .Add("tokenizer.ggml.merges", merges.ToArray()).Add("tokenizer.ggml.bos_token_id", begin).Add("tokenizer.ggml.eos_token_id", begin + 4)
            .Add("tokenizer.chat_template", "{{ bos_token }}{% for m in messages %}<|start_header_id|>{{ m.role }}<|end_header_id|>\n\n{{ m.content }}<|eot_id|>{% endfor %}");
        AddWeights(writer, new(seed), tokens.Length);
        return writer;
    }

    private static void AddWeights(GgufWriter writer, Random random, int vocabulary)
    {
        Add("token_embd.weight", Width, vocabulary);
        Ones("output_norm.weight");
        Add("output.weight", Width, vocabulary);
        for (var layer = 0; layer < Layers; layer++)
        {
            var prefix = $"blk.{layer}.";
            Ones(prefix + "attn_norm.weight");
            Add(prefix + "attn_q.weight", Width, Width);
            Add(prefix + "attn_k.weight", Width, Width / Heads * KeyHeads);
            Add(prefix + "attn_v.weight", Width, Width / Heads * KeyHeads);
            Add(prefix + "attn_output.weight", Width, Width);
            Ones(prefix + "ffn_norm.weight");
            Add(prefix + "ffn_gate.weight", Width, Hidden);
            Add(prefix + "ffn_up.weight", Width, Hidden);
            Add(prefix + "ffn_down.weight", Hidden, Width);
        }

        void Add(string name, int columns, int rows)
        {
            var weights = new float[columns * rows];
            for (var index = 0; index < weights.Length; index++)
            {
                weights[index] = ((float)random.NextDouble() - 0.5f) * 0.5f;
            }

            writer.Tensor(name, weights, columns, rows);
        }

        void Ones(string name) => writer.Tensor(name, [.. Enumerable.Repeat(1f, Width)], Width);
    }

    // Byte pair encoding as GPT-2 does it: bytes are written as letters, pairs are merged by how often they stand together.
    private static (List<string> Words, List<string> Merges) Train()
    {
        List<string> words = [.. Enumerable.Range(0, 256).Select(value => LetterOf((byte)value).ToString())];
        var texts = Sentence.Split(' ')
            .Select((word, index) => Encoding.UTF8.GetBytes(index == 0 ? word : " " + word).Select(value => LetterOf(value).ToString()).ToList())
            .ToList();
        List<string> merges = [];
        while (merges.Count < Merges)
        {
            var pair = texts.SelectMany(text => text.Zip(text.Skip(1)))
                .GroupBy(neighbours => neighbours)
                .OrderByDescending(group => group.Count()).ThenBy(group => group.Key.First + " " + group.Key.Second, StringComparer.Ordinal)
                .First().Key;
            merges.Add($"{pair.First} {pair.Second}");
            if (!words.Contains(pair.First + pair.Second))
            {
                words.Add(pair.First + pair.Second);
            }

            foreach (var text in texts)
            {
                for (var index = 0; index + 1 < text.Count; index++)
                {
                    if (text[index] == pair.First && text[index + 1] == pair.Second)
                    {
                        text[index] += pair.Second;
                        text.RemoveAt(index + 1);
                    }
                }
            }
        }

        return (words, merges);
    }

    // GPT-2's table: printable bytes are themselves, the others follow from U+0100 on.
    private static char LetterOf(byte value)
    {
        static bool Printable(int number) => number is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or (>= 0xAE and <= 0xFF);
        return Printable(value) ? (char)value : (char)(0x100 + Enumerable.Range(0, value).Count(number => !Printable(number)));
    }
}

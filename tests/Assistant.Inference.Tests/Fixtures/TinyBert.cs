namespace Assistant.Inference.Tests.Fixtures;

/// <summary>A BERT of two layers with random weights and a vocabulary of letters and a few words: an embedder, or a reranker with a head for a score.</summary>
internal static class TinyBert
{
    /// <summary>llama.cpp's numbers of the ways to make one result of a text's tokens.</summary>
    public const uint Mean = 1, First = 2, Last = 3, Rank = 4;

    public const int Positions = 64;

    private const int Width = 64;
    private const int Hidden = 128;
    private const int Layers = 2;

    private static readonly string[] Special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"];
    private static readonly string[] Words = ["how", "many", "days", "of", "leave", "the", "soup", "is", "hot", "passage"];

    public static GgufWriter Writer(uint? pooling = Mean, int seed = 1)
    {
        var letters = Enumerable.Range('a', 26).Select(letter => ((char)letter).ToString());
        string[] tokens = [.. Special, .. Words.Select(word => "\u2581" + word), .. letters.SelectMany(letter => new[] { "\u2581" + letter, letter })];
        GgufWriter writer = new();
        writer.Add("general.architecture", "bert").Add("general.name", "tiny-bert")
            .Add("bert.block_count", (uint)Layers).Add("bert.context_length", (uint)Positions).Add("bert.embedding_length", (uint)Width)
            .Add("bert.feed_forward_length", (uint)Hidden).Add("bert.attention.head_count", 2u).Add("bert.attention.layer_norm_epsilon", 1e-12f)
            .Add("bert.attention.causal", false)
            .Add("tokenizer.ggml.model", "bert").Add("tokenizer.ggml.tokens", tokens).Add("tokenizer.ggml.token_type", tokens.Select((_, id) => id < Special.Length ? 3 : 1).ToArray())
            .Add("tokenizer.ggml.token_type_count", 2u).Add("tokenizer.ggml.padding_token_id", 0u).Add("tokenizer.ggml.unknown_token_id", 1u)
            .Add("tokenizer.ggml.bos_token_id", 2u).Add("tokenizer.ggml.cls_token_id", 2u).Add("tokenizer.ggml.eos_token_id", 3u)
            .Add("tokenizer.ggml.seperator_token_id", 3u).Add("tokenizer.ggml.mask_token_id", 4u);
        if (pooling is { } kind)
        {
            writer.Add("bert.pooling_type", kind);
        }

        Random random = new(seed);
        AddWeights(writer, random, tokens.Length);
        if (pooling == Rank)
        {
            Matrix(writer, random, "cls", Width, Width);
            Matrix(writer, random, "cls.output", Width, 1);
        }

        return writer;
    }

    private static void AddWeights(GgufWriter writer, Random random, int vocabulary)
    {
        writer.Tensor("token_embd.weight", Weights(random, Width * vocabulary), Width, vocabulary);
        writer.Tensor("position_embd.weight", Weights(random, Width * Positions), Width, Positions);
        writer.Tensor("token_types.weight", Weights(random, Width * 2), Width, 2);
        Norm(writer, "token_embd_norm");
        for (var layer = 0; layer < Layers; layer++)
        {
            var prefix = $"blk.{layer}.";
            foreach (var name in (string[])["attn_q", "attn_k", "attn_v", "attn_output"])
            {
                Matrix(writer, random, prefix + name, Width, Width);
            }

            Norm(writer, prefix + "attn_output_norm");
            Matrix(writer, random, prefix + "ffn_up", Width, Hidden);
            Matrix(writer, random, prefix + "ffn_down", Hidden, Width);
            Norm(writer, prefix + "layer_output_norm");
        }
    }

    private static void Matrix(GgufWriter writer, Random random, string name, int columns, int rows)
    {
        writer.Tensor(name + ".weight", Weights(random, columns * rows), columns, rows);
        writer.Tensor(name + ".bias", Weights(random, rows), rows);
    }

    private static void Norm(GgufWriter writer, string name)
    {
        writer.Tensor(name + ".weight", [.. Enumerable.Repeat(1f, Width)], Width);
        writer.Tensor(name + ".bias", new float[Width], Width);
    }

    private static float[] Weights(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => ((float)random.NextDouble() - 0.5f) * 0.5f)];
}

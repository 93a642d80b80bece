using System.Text;
using System.Text.Json;
using Assistant.Inference.Engine;
using Assistant.Inference.Gguf;
using Assistant.Inference.Tests.Fixtures;
using Assistant.Inference.Tokenizers;

namespace Assistant.Inference.Tests.Tokenizers;

/// <summary>What is expected is what SentencePiece and llama.cpp do; on real texts the two are compared token by token.</summary>
public sealed class UnigramTokenizerTests
{
    private static readonly string[] EdgeCases =
    [
        "", " ", "  a  b  ", "\t\n", "a\u00A0b\u2003c", "ﬁnance ﬃ ½ ①", "e\u0301 é E\u0301cole", "①②③ ＡＢＣ ｶﾞ", "\u1112\u1161\u11AB 한국어", "🙂👩‍👩‍👧", "a\u0000b",
        "a\uD83Db", "\uD83D", "a\u00ADb\u200Bc\u200Dd", "\uFEFFstart", "</s> <s> <unk> <mask> <pad>", "▁▁x ▁", "\u0E40\u0E01\u0E32\u0E30 ไทย", "ﷺ ﷲ", "\u202Eabc\u202C",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "\u0378\u0379", "𐍈𐍈 x 𐍈", "\uFFFD", "C’est l’été — 25 %…", "1,234.56 € 10⁻³ m²", "foo@example.org/bar?x=1&y=2#z",
    ];

    [Fact]
    public void Tokens_equal_those_of_llama_cpp_on_texts_of_six_languages_and_on_edge_cases()
    {
        var path = E5();
        var managed = UnigramTokenizer.FromGguf(GgufFile.Open(path));
        using var model = Local.Load(path, vocabularyOnly: true);

        var texts = EdgeCases.Concat(Texts()).Append(string.Concat(Enumerable.Repeat("x ﷺ", 5000))).ToList();

        var marks = model.Vocabulary.Marks(isEncoder: true);
        Assert.Equal([0, 2], [.. marks.Before, .. marks.After]);
        Assert.True(texts.Count > 4000);
        Assert.All(texts, text =>
        {
            var native = model.Vocabulary.Tokenize(text);
            Assert.Equal(native, managed.Encode(text));
            Assert.Equal(native.Count, managed.Count(text));
        });
    }

    [Fact]
    public void The_likeliest_cut_wins_and_unknown_characters_in_a_row_are_one_token()
    {
        using TempFolder folder = new();
        var tokenizer = UnigramTokenizer.FromGguf(GgufFile.Open(Small().WriteTo(folder.File("model.gguf"))));

        // "ab" + "c" costs 1 + 4, "a" + "bc" costs 2 + 2; the map writes "X" as "a" and drops "-".
        Assert.Equal([Id("▁"), Id("a"), Id("bc")], tokenizer.Encode("abc"));
        Assert.Equal(tokenizer.Encode("abc"), tokenizer.Encode("  X-bc "));
        Assert.Equal([Id("▁"), tokenizer.UnknownId, Id("c")], tokenizer.Encode("üüéc"));
        Assert.Equal([], tokenizer.Encode(" - "));
        Assert.Equal((8, 2), (tokenizer.VocabularySize, tokenizer.UnknownId));
    }

    [Fact]
    public void A_damaged_character_map_is_refused_before_it_reaches_native_code()
    {
        using TempFolder folder = new();
        foreach (var map in (byte[][])[[1], [0, 4, 0, 0, 1], [.. Map()[..^1], 7], Broken(at: 0, 0x7FFFFF00), Broken(at: 'X', 0x40000000 | 'X'), Broken(at: 1, 0x80000000u | 9999)])
        {
            var file = GgufFile.Open(Small().Set("tokenizer.ggml.precompiled_charsmap", map).WriteTo(folder.File("model.gguf")));

            Assert.Contains("character map", Assert.Throws<InvalidModelFileException>(() => UnigramTokenizer.FromGguf(file)).Message, StringComparison.Ordinal);
            Assert.Contains("character map", Assert.Throws<InvalidModelFileException>(() => ModelFileChecks.Check(file)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Another_kind_of_vocabulary_is_refused()
    {
        using TempFolder folder = new();
        Assert.Throws<InvalidModelFileException>(() => UnigramTokenizer.FromGguf(GgufFile.Open(TinyGguf.Writer().WriteTo(folder.File("other.gguf")))));
        Assert.Throws<InvalidModelFileException>(() =>
            UnigramTokenizer.FromGguf(GgufFile.Open(Small().Set("tokenizer.ggml.scores", new float[3]).WriteTo(folder.File("short.gguf")))));
    }

    private static string E5() => Repository.SharedOrSkip("models", "multilingual-e5-small-Q4_0.gguf");

    private static IEnumerable<string> Texts()
    {
        foreach (var name in (string[])["corpus.jsonl", "queries.jsonl"])
        {
            foreach (var file in Directory.EnumerateFiles(Repository.SharedOrSkip("data", "qa_xquad"), name, SearchOption.AllDirectories))
            {
                foreach (var line in File.ReadLines(file))
                {
                    yield return JsonDocument.Parse(line).RootElement.GetProperty("text").GetString()!;
                }
            }
        }
    }

    private static readonly string[] Pieces = ["<s>", "</s>", "<unk>", "▁", "a", "c", "ab", "bc"];

    private static int Id(string piece) => Array.IndexOf(Pieces, piece);

    private static GgufWriter Small() => new GgufWriter()
        .Add("general.architecture", "bert").Add("tokenizer.ggml.model", "t5").Add("tokenizer.ggml.tokens", Pieces)
        .Add("tokenizer.ggml.scores", new float[] { 0, 0, 0, -1, -2, -4, -1, -2 }).Add("tokenizer.ggml.token_type", new[] { 3, 3, 2, 1, 1, 1, 1, 1 })
        .Add("tokenizer.ggml.unknown_token_id", 2u).Add("tokenizer.ggml.add_space_prefix", true).Add("tokenizer.ggml.remove_extra_whitespaces", true)
        .Add("tokenizer.ggml.precompiled_charsmap", Map());

    // One block of 256 nodes: the root's children lie at their bytes, the value of a child at its byte XOR its offset.
    private static byte[] Map()
    {
        var nodes = new uint[256];
        nodes['X'] = Child('X', valueAt: 1);
        nodes['-'] = Child('-', valueAt: 2);
        nodes[1] = 0x80000000u | 0;
        nodes[2] = 0x80000000u | 2;
        return [.. BitConverter.GetBytes(256 * sizeof(uint)), .. nodes.SelectMany(BitConverter.GetBytes), .. Encoding.ASCII.GetBytes("a\0\0")];

        static uint Child(char letter, uint valueAt) => ((letter ^ valueAt) << 10) | (1u << 8) | letter;
    }

    private static byte[] Broken(int at, uint node)
    {
        var map = Map();
        BitConverter.GetBytes(node).CopyTo(map, (at + 1) * sizeof(uint));
        return map;
    }
}

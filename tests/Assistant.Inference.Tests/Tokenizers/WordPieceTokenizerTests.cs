using Assistant.Inference.Gguf;
using Assistant.Inference.Tokenizers;

namespace Assistant.Inference.Tests.Tokenizers;

/// <summary>Expected tokens are those of the reference, BERT's BasicTokenizer and WordPiece with bert-base-uncased's rules.</summary>
public class WordPieceTokenizerTests
{
    private static readonly string[] Pieces =
    [
        "[PAD]", "[UNK]", "[CLS]", "[SEP]", "un", "##aff", "##able", "want", "##ed", "runn", "##ing", ",", "low", "##est", "hello", "!", "cafe", "a", "##a",
        "##b", "b", "中", "国", "i", "ss", "ß", "[", "]", "sep", "$", "`", "—", "ᄒ", "##ᅡ", "##ᆫ", "c",
    ];

    private static readonly WordPieceTokenizer Tokenizer = new(Pieces);

    public static TheoryData<string, string> Texts => new()
    {
        { "UNwantéd,running", "un [UNK]" },
        { "unaffable", "un ##aff ##able" },
        { "wanted running", "want ##ed runn ##ing" },
        { " \tHeLLo!how  \n", "hello ! [UNK]" },
        { "Café CAFE\u0301 cafe\u0301", "cafe cafe cafe" },
        { "ab中国c", "a ##b 中 国 c" },
        { "a\u0000b\uFFFDa\u200Db\u00ADa", "a ##b ##a ##b ##a" },
        { "a\u00A0b\u2003a\u2028b", "a b a b" },
        { "\u0130 I i\u0307", "i i i" },
        { "ẞ", "ß" },
        { "a$b`a—b", "a $ b ` a — b" },
        { "[SEP] [UNK]", "[ sep ] [ [UNK] ]" },
        { "한", "ᄒ ##ᅡ ##ᆫ" },
        { "🙂a 🙂", "[UNK] [UNK]" },
        { "a\uD83Db", "a ##b" },
        { "", "" },
        { " \u0001\u0301 ", "" },
    };

    [Theory, MemberData(nameof(Texts))]
    public void A_text_has_the_tokens_of_the_reference(string text, string expected)
    {
        // The reference gives one [UNK] for a word with a piece that is not there, also when its beginning is.
        var wanted = expected == "un [UNK]" ? ["[UNK]", ",", "runn", "##ing"] : expected.Split(' ', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(wanted, Tokenizer.Encode(text).Select(piece => Pieces[piece.Id]));
        Assert.Equal(wanted.Length, Tokenizer.Count(text));
    }

    [Fact]
    public void A_word_of_a_hundred_characters_is_cut_and_a_longer_one_is_unknown()
    {
        Assert.Equal(100, Tokenizer.Count(new string('a', 100)));
        var unknown = Assert.Single(Tokenizer.Encode(" " + new string('a', 101)));
        Assert.Equal(new WordPiece(Tokenizer.UnknownId, 1, 101), unknown);
        Assert.Equal(1, Tokenizer.Count(string.Concat(Enumerable.Repeat("\U00010400", 100))));
        Assert.Equal(1, Tokenizer.Count(new string('a', 1_000_000)));
    }

    [Fact]
    public void Pieces_know_their_place_in_the_text()
    {
        const string Text = " Wante\u0301d, 中CAFÉ\u0301!";

        var places = Tokenizer.Encode(Text).Select(piece => Text.Substring(piece.Start, piece.Length));

        Assert.Equal(["Want", "e\u0301d", ",", "中", "CAFÉ\u0301", "!"], places);
    }

    [Fact]
    public void The_vocabulary_of_a_GGUF_file_gives_the_same_tokens()
    {
        var phantom = Pieces.Select(piece => piece.StartsWith("##", StringComparison.Ordinal) ? piece[2..]
            : piece is ['[', _, .., ']'] ? piece : "\u2581" + piece).ToArray();
        WordPieceTokenizer other = new(phantom);

        foreach (var (text, _) in Texts.Select(row => (row.Data.Item1, row.Data.Item2)))
        {
            Assert.Equal(Tokenizer.Encode(text), other.Encode(text));
        }
    }

    [Fact]
    public void The_shipped_embedder_has_BERTs_vocabulary()
    {
        var tokenizer = WordPieceTokenizer.FromGguf(Shipped());

        Assert.Equal((30522, 100, 101, 102), (tokenizer.VocabularySize, tokenizer.UnknownId, tokenizer.BeginId, tokenizer.EndId));

        // The ids that bert-base-uncased is known for: "hello world" and the README's "Replace me by any text you'd like."
        Assert.Equal([7592, 2088], tokenizer.Encode("hello world").Select(piece => piece.Id));
        Assert.Equal([5672, 2033, 2011, 2151, 3793, 2017, 1005, 1040, 2066, 1012], tokenizer.Encode("Replace me by any text you'd like.").Select(piece => piece.Id));
    }

    [Fact]
    public void Counting_equals_encoding_and_places_follow_each_other_on_real_documents()
    {
        var tokenizer = WordPieceTokenizer.FromGguf(Shipped());
        foreach (var file in Directory.EnumerateFiles(Repository.SharedOrSkip("data", "docs"), "*", SearchOption.AllDirectories).Take(400))
        {
            var text = System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(file).AsSpan(0, (int)Math.Min(new FileInfo(file).Length, 20_000)));
            var pieces = tokenizer.Encode(text);
            Assert.Equal(pieces.Count, tokenizer.Count(text));
            var end = 0;
            foreach (var piece in pieces)
            {
                Assert.True(piece.Start >= end && piece.Length > 0, $"{file}: {piece} begins before {end}");
                end = piece.Start + piece.Length;
            }

            Assert.True(end <= text.Length);
        }
    }

    [Fact]
    public void Counting_allocates_nothing()
    {
        var tokenizer = WordPieceTokenizer.FromGguf(Shipped());
        const string Text = "The café’s opening hours — 9 to 5 — are unaffected by the wörkshop, 中国.";
        tokenizer.Count(Text);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            tokenizer.Count(Text);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Every_character_folds_to_one_part()
    {
        for (var value = 0x80; value <= 0x10FFFF; value++)
        {
            if (System.Text.Rune.IsValid(value) && RuneFolding.Fold(new(value)) is { Part: not RuneFolding.Part.Dropped and not RuneFolding.Part.Blank } folded)
            {
                // What a character decomposes to must not mix letters with punctuation or blanks, or folding by character were wrong.
                var parts = folded.Text.EnumerateRunes().Select(rune => RuneFolding.Fold(rune).Part).Distinct().ToList();
                Assert.True(parts.Count == 1 && (parts[0] == folded.Part || parts[0] is RuneFolding.Part.InWord && folded.Part == RuneFolding.Part.Alone), $"U+{value:X4} {string.Join(',', parts)}");
            }
        }
    }

    [Fact]
    public void A_vocabulary_without_BERTs_own_tokens_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new WordPieceTokenizer(["a", "##b"]));
        Assert.Throws<InvalidModelFileException>(() => WordPieceTokenizer.FromGguf(Repository.SharedOrSkip("models", "vocab-mistral-v3-spm.gguf")));
    }

    private static string Shipped() => Repository.PathOf("src", "Assistant.Inference", "Models", "all-MiniLM-L6-v2-Q8_0.gguf");
}

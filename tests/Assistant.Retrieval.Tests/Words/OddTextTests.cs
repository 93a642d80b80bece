using System.Globalization;
using System.Text;
using Assistant.Retrieval.Words;

namespace Assistant.Retrieval.Tests.Words;

/// <summary>Texts that nobody would write but some file has.</summary>
public class OddTextTests
{
    private static readonly string[] Languages = ["en", "de", "es", "fr", "it", "pt", "nl", "sv", "da", "no", "fi", "hu", "ro", "tr", "ru", "uk", "ar", "fa", "el", "zh", "ja", "ko", "th", "hi", "vi", "und"];

    // Where scripts, marks, compositions, ligatures and pairs of surrogates meet.
    private static readonly string[] Pieces =
    [
        "a", "ing", "ational", "ss", "y", "E", "I", "İ", "ı", "ß", "é", "e\u0301", "\u0301", "\u0327", "ﬁ", "²", "½", "Ⅷ", "ﷺ", "㍿", "㎏", "7", "٣",
        "ς", "ά", "Σ", "ж", "ость", "ё", "\u0640", "ال", "ات", "ה", "の", "ｶﾞ", "漢", "\U00020000", "\uD800", "\uDC00", "\U00010400", "\U0001D400",
        "가", "ᄀ", "ᅡ", "ᆨ", "ไ", "ก็", "क्", "ि", "\u200D", "'", "-", " ", "ș", "ţ", "ğ", "ığ", "lar", "ismus", "ement", "\u0345", "\u037A", "\u0DCA", "\u1D15E",
    ];

    [Fact]
    public void No_mix_of_scripts_breaks_the_analyser_and_every_term_lies_in_its_text()
    {
        TextAnalyzer analyzer = new();
        Random random = new(5);
        for (var round = 0; round < 12_000; round++)
        {
            var text = Mixed(random);
            var language = Languages[random.Next(Languages.Length)];
            foreach (var term in analyzer.Analyze(text, language))
            {
                Assert.True(term.Text.Length > 0, $"An empty term of '{text}' in {language}.");
                Assert.True(term.Start >= 0 && term.Length > 0 && term.Start + term.Length <= text.Length, $"'{term}' of '{text}' in {language}.");
            }
        }
    }

    [Fact]
    public void Folding_piece_by_piece_is_folding_the_whole()
    {
        Random random = new(6);
        for (var round = 0; round < 12_000; round++)
        {
            var text = Mixed(random);
            if (!IsWhole(text))
            {
                continue;
            }

            Assert.Equal(text.Normalize(NormalizationForm.FormKC), FoldedText.Of(text).Text);
        }
    }

    [Fact]
    public void Composed_and_decomposed_letters_of_every_block_give_the_same_terms()
    {
        TextAnalyzer analyzer = new();
        for (var code = 0xA0; code < 0xFFFE; code++)
        {
            if (char.IsSurrogate((char)code) || !char.IsLetter((char)code))
            {
                continue;
            }

            var text = ((char)code).ToString();
            var expected = analyzer.Analyze(text.Normalize(NormalizationForm.FormKC), "und").Select(term => term.Text);
            var decomposed = analyzer.Analyze(text.Normalize(NormalizationForm.FormD), "und").Select(term => term.Text);

            Assert.Equal(expected, analyzer.Analyze(text, "und").Select(term => term.Text));
            Assert.True(expected.SequenceEqual(decomposed), code.ToString("X4", CultureInfo.InvariantCulture));
        }
    }

    private static string Mixed(Random random) => string.Concat(Enumerable.Range(0, random.Next(1, 9)).Select(_ => Pieces[random.Next(Pieces.Length)]));

    private static bool IsWhole(string text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            if (char.IsSurrogate(text[at]) && !(char.IsHighSurrogate(text[at]) && at + 1 < text.Length && char.IsLowSurrogate(text[++at])))
            {
                return false;
            }
        }

        return true;
    }
}

using Assistant.Retrieval.Words;

namespace Assistant.Retrieval.Tests.Words;

public class TextAnalyzerTests
{
    private readonly TextAnalyzer analyzer = new();

    [Theory]
    [InlineData("en", "Caresses, ponies and relational hopping", "caress poni and relat hop")]
    [InlineData("en", "PostgreSQL 15.18-1", "postgresql 15 18 1")]
    [InlineData("und", "Working hours", "working hours")]
    [InlineData("de", "Die Häuser der Mitarbeiterinnen", "die haus der mitarbeiterinn")]
    [InlineData("ru", "книги книгами", "книг книг")]
    [InlineData("hi", "हिन्दी भाषा", "हिन्दी भाषा")]
    [InlineData("zh", "知识产权", "知识 识产 产权")]
    [InlineData("zh", "用RAG检索", "用 rag 检索")]
    [InlineData("vi", "nghỉ phép", "nghỉ phép")]
    [InlineData("en", "ﬁle № ２０２６", "file no 2026")]
    public void Words_are_folded_and_stemmed_by_script_and_language(string language, string text, string terms) =>
        Assert.Equal(terms, string.Join(' ', analyzer.Analyze(text, language).Select(term => term.Text)));

    [Fact]
    public void Thai_becomes_triples() => Assert.Equal(["การ", "ารล", "รลา"], analyzer.Analyze("การลา", "th").Select(term => term.Text));

    [Theory]
    [InlineData("The ﬁrst, ２nd – שלום: 知识 x² done")]
    [InlineData("e\u0301tude Å\u0301 ｶﾞﾊﾞﾅｰ ok")]
    public void A_term_says_where_its_word_stands_in_the_text_as_given(string text)
    {
        foreach (var term in analyzer.Analyze(text, "und"))
        {
            var word = text.Substring(term.Start, term.Length);
            Assert.Equal(term.Text, word.Normalize(System.Text.NormalizationForm.FormKC).ToLowerInvariant());
        }
    }

    [Fact]
    public void Half_a_surrogate_pair_and_endless_words_do_no_harm()
    {
        Assert.Equal(["a", "b"], analyzer.Analyze("a \ud800 b", "en").Select(term => term.Text));
        Assert.All(analyzer.Analyze(new string('x', 100_000), "en"), term => Assert.True(term.Text.Length <= TextAnalyzer.MaxWordLength));
    }

    // Rows of the vocabulary that Porter published with his algorithm (1980): word, stem.
    [Theory]
    [InlineData("abilities", "abil")]
    [InlineData("agreed", "agre")]
    [InlineData("conflated", "conflat")]
    [InlineData("controlling", "control")]
    [InlineData("generalizations", "gener")]
    [InlineData("happy", "happi")]
    [InlineData("oscillators", "oscil")]
    [InlineData("sensibiliti", "sensibl")]
    [InlineData("sky", "sky")]
    [InlineData("vietnamization", "vietnam")]
    public void English_stems_are_those_of_porter(string word, string stem) =>
        Assert.Equal(stem, Assert.Single(analyzer.Analyze(word, "en")).Text);

    [Fact]
    public void Many_threads_get_the_same_terms()
    {
        string[] languages = ["en", "de", "ru", "es", "tr", "ar", "el", "ro"];
        const string Text = "Die Mitarbeiterinnen arbeiten running книгами trabajando çalışanlar العاملين εργαζόμενοι lucrătorilor";
        var expected = languages.ToDictionary(language => language, language => analyzer.Analyze(Text, language));

        Parallel.For(0, 400, at => Assert.Equal(expected[languages[at % languages.Length]], analyzer.Analyze(Text, languages[at % languages.Length])));
    }
}

using System.Globalization;
using System.Text;
using Assistant.Core;
using Assistant.Ingestion.Chunking;

namespace Assistant.Ingestion.Tests.Chunking;

public sealed class PassageChunkerTests
{
    private static readonly WordCounter Counter = new();

    [Fact]
    public void A_section_is_one_passage_with_its_heading_in_it()
    {
        var passages = Chunk($"# Leave\n\n{Words(60)}\n\n{Words(70)}\n\n# Travel\n\n{Words(80)}");

        Assert.Equal(["Leave", "Travel"], passages.Select(passage => passage.Section));
        Assert.StartsWith("# Leave", passages[0].Text, StringComparison.Ordinal);
        Assert.StartsWith("# Travel", passages[1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Ids_ordinals_and_names_are_the_versions()
    {
        var passages = Chunk($"# A\n\n{Words(150)}\n\n# B\n\n{Words(150)}");

        Assert.Equal(["v1-000000", "v1-000001"], passages.Select(passage => passage.Id));
        Assert.Equal([0, 1], passages.Select(passage => passage.Ordinal));
        Assert.All(passages, passage => Assert.Equal(("d1", "d1.md", "default", "Some title", "en"), (passage.DocumentId, passage.DocumentName, passage.Collection, passage.Title, passage.Language)));
    }

    [Fact]
    public void Crumbs_are_put_together_under_the_headings_that_they_share()
    {
        var passages = Chunk($"# Leave\n\n{Words(100)}\n\n## Sick\n\nCall us.\n\n## Parents\n\nAsk us.\n\n# Travel\n\n{Words(150)}");

        Assert.Equal(["Leave", "Travel"], passages.Select(passage => passage.Section));
        Assert.Contains("Ask us.", passages[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Sections_that_are_no_crumbs_stay_apart()
    {
        var passages = Chunk($"# A\n\n{Words(60)}\n\n# B\n\n{Words(60)}\n\n# C\n\n{Words(60)}");

        Assert.Equal(["A", "B", "C"], passages.Select(passage => passage.Section));
    }

    [Fact]
    public void A_heading_without_words_goes_with_the_section_below_it()
    {
        var passages = Chunk($"# Leave\n\n## Sick leave\n\n{Words(120)}\n\n## Parents\n\n{Words(120)}");

        Assert.Equal(["Leave > Sick leave", "Leave > Parents"], passages.Select(passage => passage.Section));
        Assert.StartsWith("# Leave\n\n## Sick leave", passages[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_section_is_cut_between_paragraphs_without_repeating_any()
    {
        var passages = Chunk($"# A\n\n{string.Join("\n\n", Enumerable.Range(0, 12).Select(number => $"P{number} {Words(70)}"))}");

        Assert.All(passages, passage => Assert.InRange(passage.Tokens, 100, 250));
        Assert.All(passages.Skip(1), passage => Assert.StartsWith("P", passage.Text, StringComparison.Ordinal));
        Assert.All(passages.Zip(passages.Skip(1)), pair => Assert.True(pair.First.End <= pair.Second.Start));
    }

    [Fact]
    public void A_long_paragraph_is_cut_between_sentences_and_the_next_passage_repeats_the_last_one()
    {
        var passages = Chunk(string.Join(' ', Enumerable.Range(0, 60).Select(number => $"Number {number} has some words of its own here.")));

        Assert.True(passages.Count > 2);
        Assert.All(passages, passage => Assert.StartsWith("Number ", passage.Text, StringComparison.Ordinal));
        Assert.All(passages, passage => Assert.EndsWith("here.", passage.Text, StringComparison.Ordinal));
        Assert.All(passages.Zip(passages.Skip(1)), pair =>
        {
            Assert.True(pair.Second.Start < pair.First.End);
            Assert.InRange(Counter.Count(pair.First.Text.AsSpan(pair.Second.Start - pair.First.Start)), 1, 250 * 15 / 100);
        });
    }

    [Fact]
    public void A_cut_table_repeats_its_header_row()
    {
        var rows = string.Join('\n', Enumerable.Range(0, 80).Select(number => $"row {number} | some value | another value"));
        var passages = Chunk($"# T\n\nName | Value | Other\n{rows}");

        Assert.True(passages.Count > 3);
        Assert.All(passages.Skip(1), passage => Assert.StartsWith("Name | Value | Other\nrow ", passage.Text, StringComparison.Ordinal));
        Assert.Equal(80, passages.Sum(passage => passage.Text.Split("some value").Length - 1));
        Assert.All(passages, passage => Assert.True(Counter.Count(passage.Text) <= 250));
    }

    [Fact]
    public void Code_is_cut_between_lines_and_never_repeated()
    {
        var passages = Chunk("    " + string.Join("\n    ", Enumerable.Range(0, 200).Select(number => $"call_{number}(one, two);")));

        Assert.True(passages.Count > 3);
        Assert.All(passages, passage => Assert.EndsWith(");", passage.Text, StringComparison.Ordinal));
        Assert.Equal(200, passages.Sum(passage => passage.Text.Split("call_").Length - 1));
    }

    [Fact]
    public void The_page_is_that_of_the_first_word()
    {
        var passages = Chunk($"{Words(190)}\f{Words(190)}\f{Words(190)}");

        Assert.Equal([1, 2, 3], passages.Select(passage => passage.Page));
    }

    [Fact]
    public void A_passage_in_another_script_has_its_own_language()
    {
        var russian = string.Join(' ', Enumerable.Repeat("Отпуск предоставляется каждому сотруднику организации.", 16));
        var passages = Chunk($"# A\n\n{Words(150)} the and of is\n\n# B\n\n{russian}\n\n# C\n\n{Words(150)}");

        Assert.Equal("en", passages[0].Language);
        Assert.Contains("ru", passages.Select(passage => passage.Language));
        Assert.Equal("en", passages[^1].Language);
    }

    [Fact]
    public void Chunking_again_gives_the_same()
    {
        var text = Prose(new(3), 4_000);

        Assert.Equal(Chunk(text).Select(Shown), Chunk(text).Select(Shown));

        static string Shown(Passage passage) => $"{passage.Id} {passage.Start} {passage.End} {passage.Section} {passage.Tokens}\n{passage.Text}";
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n\n \t\n")]
    public void Nothing_gives_no_passage(string text) => Assert.Empty(Chunk(text));

    [Theory]
    [InlineData("a giant word", "x", 20_000)]
    [InlineData("emoji families", "👩‍👩‍👧‍👦", 2_000)]
    [InlineData("flags", "🇩🇪", 3_000)]
    [InlineData("accents", "e\u0301", 5_000)]
    [InlineData("surrogate pairs", "𝔘", 5_000)]
    [InlineData("ideographs", "报告，", 5_000)]
    [InlineData("clauses", "one two three, ", 2_000)]
    [InlineData("words", "word ", 5_000)]
    [InlineData("lines", "word\n", 5_000)]
    [InlineData("nothing but accents", "\u0301", 5_000)]
    public void Any_text_fits_and_no_character_is_torn(string what, string part, int times)
    {
        var text = string.Concat(Enumerable.Repeat(part, times));
        var passages = Chunk(text);

        Assert.True(passages.Count > 1, what);
        CheckAll(text, passages);
        if (part.Length > 1 && !part.Contains(' ', StringComparison.Ordinal) && part[0] != '\u0301')
        {
            var borders = StringInfo.ParseCombiningCharacters(text).ToHashSet();
            Assert.All(passages, passage => Assert.True(borders.Contains(passage.Start) && (passage.End == text.Length || borders.Contains(passage.End)), what));
        }
    }

    [Fact]
    public void Random_documents_keep_every_rule()
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var text = Prose(new(seed), 1_500);
            CheckAll(text, Chunk(text));
        }
    }

    [Fact]
    public void Words_are_never_torn()
    {
        for (var seed = 0; seed < 30; seed++)
        {
            var text = Prose(new(seed), 1_500);
            Assert.All(Chunk(text), passage =>
            {
                Assert.True(passage.Start == 0 || char.IsWhiteSpace(text[passage.Start - 1]), text[Math.Max(0, passage.Start - 20)..passage.Start]);
                Assert.True(passage.End == text.Length || char.IsWhiteSpace(text[passage.End]));
            });
        }
    }

    [Fact]
    public void Another_embedder_with_a_smaller_window_gets_smaller_passages()
    {
        var passages = new PassageChunker(new WordCounter(maxTokens: 62)).Chunk(PlainMarkup.Read(Words(600)), Some.Version()).ToArray();

        Assert.All(passages, passage => Assert.True(Counter.Count(passage.Text) <= 62));
    }

    private static IReadOnlyList<Passage> Chunk(string text) =>
        [.. new PassageChunker(Counter).Chunk(PlainMarkup.Read(text), Some.Version())];

    private static void CheckAll(string text, IReadOnlyList<Passage> passages)
    {
        var covered = 0;
        foreach (var passage in passages)
        {
            Assert.True(Counter.Count(passage.Text) <= 250, $"{Counter.Count(passage.Text)} tokens");
            Assert.True(passage.Tokens >= Counter.Count(passage.Text));
            Assert.EndsWith(text[passage.Start..passage.End], passage.Text, StringComparison.Ordinal);
            Assert.False(char.IsLowSurrogate(passage.Text[0]));
            Assert.False(char.IsHighSurrogate(passage.Text[^1]));
            if (passage.Start > covered)
            {
                Assert.True(string.IsNullOrWhiteSpace(text[covered..passage.Start]), "Words between passages are lost.");
            }

            covered = Math.Max(covered, passage.End);
        }

        Assert.True(string.IsNullOrWhiteSpace(text[covered..]), "Words at the end are lost.");
    }

    // Words of four letters: one token each.
    private static string Words(int count) => string.Join(' ', Enumerable.Repeat("the", count - 1).Append("end."));

    private static string Prose(Random random, int words)
    {
        StringBuilder text = new();
        for (var written = 0; written < words;)
        {
            var kind = random.Next(12);
            var length = random.Next(1, kind == 0 ? 400 : 60);
            text.Append(kind switch { 1 or 2 => new string('#', random.Next(1, 4)) + " ", 3 or 4 => "- ", 5 => "cell | cell | ", 6 => "    ", _ => "" });
            for (var word = 0; word < (kind is 1 or 2 ? Math.Min(length, 6) : length); word++)
            {
                text.Append(new string((char)('a' + random.Next(26)), random.Next(1, 12))).Append(random.Next(10) switch { 0 => ". ", 1 => ", ", 2 when kind == 6 => "\n    ", _ => " " });
                written++;
            }

            text.Append(kind == 5 ? "\n" : "\n\n");
        }

        return text.ToString();
    }
}

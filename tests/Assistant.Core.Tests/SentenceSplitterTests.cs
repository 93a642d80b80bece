using Assistant.Core.Text;

namespace Assistant.Core.Tests;

public class SentenceSplitterTests
{
    [Theory]
    [InlineData("One. Two! Three? Four", "One.|Two!|Three?|Four")]
    [InlineData("Dr. Smith has 3.5 days, e.g. Monday. She is away.", "Dr. Smith has 3.5 days, e.g. Monday.|She is away.")]
    [InlineData("A wrapped\nline goes on.\n\nA new block", "A wrapped\nline goes on.|A new block")]
    [InlineData("You need:\n- a badge\n- a laptop", "You need:|- a badge|- a laptop")]
    [InlineData("1. First do this.\n2. Then that.", "1. First do this.|2. Then that.")]
    [InlineData("He said \"Go.\" Then he left.", "He said \"Go.\"|Then he left.")]
    [InlineData("これは一つ。これは二つ。", "これは一つ。|これは二つ。")]
    [InlineData("   ", "")]
    [InlineData("See section 4.2. It is short.", "See section 4.2.|It is short.")]
    public void Sentences_end_where_a_reader_would_end_them(string text, string expected) =>
        Assert.Equal(expected, string.Join('|', SentenceSplitter.Split(text).Select(range => text[range])));

    [Fact]
    public void No_character_that_is_not_blank_is_lost()
    {
        const string text = "a.b.c ... d?! (e.) *f.* g\n\n\n# h\n| i | j |\n";

        var kept = string.Concat(SentenceSplitter.Split(text).Select(range => text[range]));

        Assert.Equal(text.Where(c => !char.IsWhiteSpace(c)), kept.Where(c => !char.IsWhiteSpace(c)));
    }
}

using Assistant.Orchestration.Answering;

namespace Assistant.Orchestration.Tests;

public class WrittenSentenceReaderTests
{
    [Theory]
    [InlineData("One is so [1]. Two is so [2].", "One is so. 1|Two is so. 2")]
    [InlineData("One is so. [1] Two is so. [2]", "One is so. 1|Two is so. 2")]
    [InlineData("One is so [1][3]. Two is so [2, 4]", "One is so. 1,3|Two is so 2,4")]
    [InlineData("[1] One is so. Two is so.", "One is so. 1|Two is so. ")]
    [InlineData("One is so [1]. [2] Two is so.", "One is so. 1|Two is so. 2")]
    [InlineData("You need [1]:\n- a badge\n- a laptop [2]", "You need:\n- a badge 1|- a laptop 2")]
    [InlineData("Yes. You may go [1].", "Yes. You may go. 1")]
    [InlineData("It costs 3.50 dollars [1]. Dr. Lee says so [2].", "It costs 3.50 dollars. 1|Dr. Lee says so. 2")]
    [InlineData("", "")]
    [InlineData("[1]", "")]
    public void Sentences_and_marks_are_the_same_however_the_words_arrive(string text, string expected)
    {
        for (var size = 1; size <= text.Length + 1; size++)
        {
            WrittenSentenceReader reader = new();
            var sentences = text.Chunk(size).SelectMany(piece => reader.Add(new(piece))).ToList();
            sentences.AddRange(reader.End());

            Assert.Equal(expected, string.Join('|', sentences.Select(sentence => $"{sentence.Text} {string.Join(',', sentence.Marks)}")));
        }
    }

    [Fact]
    public void A_sentence_comes_as_soon_as_the_next_one_begins()
    {
        WrittenSentenceReader reader = new();

        Assert.Empty(reader.Add("One is so. "));
        Assert.Empty(reader.Add("[1"));
        Assert.Empty(reader.Add("]"));
        Assert.Equal([1], Assert.Single(reader.Add(" Two is. ")).Marks);
    }

    [Fact]
    public void Line_breaks_between_sentences_are_kept()
    {
        WrittenSentenceReader reader = new();

        Assert.Empty(reader.Add("One."));
        Assert.Equal([" ", "\n\n", "\n"], reader.Add("\n\nTwo.\n- Three").Concat(reader.End()).Select(sentence => sentence.Separator));
    }
}

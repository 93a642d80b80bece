using Assistant.Server.Evaluation;

namespace Assistant.Server.Tests.Evaluation;

public class AnswerScoresTests
{
    [Theory]
    [InlineData("It is 80 hours.", "80", true)]
    [InlineData("It is 180 hours.", "80", false)]
    [InlineData("A Standard   Schedule, by default", "standard schedule", true)]
    [InlineData("ﬁne print", "fine", true)]
    [InlineData("No.", "not available", false)]
    [InlineData("anything", "", false)]
    public void An_answer_contains_a_reference_at_word_borders(string answer, string reference, bool expected) =>
        Assert.Equal(expected, AnswerScores.Contains(answer, [reference], allRequired: false));

    [Fact]
    public void All_references_are_needed_when_the_set_says_so()
    {
        Assert.True(AnswerScores.Contains("red and blue", ["red", "blue"], allRequired: true));
        Assert.False(AnswerScores.Contains("red only", ["red", "blue"], allRequired: true));
    }

    [Fact]
    public void Token_f1_is_the_harmonic_mean_of_shared_tokens_without_articles()
    {
        // given {cat, sat}, wanted {cat, sat, down}: 2*2/(2+3)
        Assert.Equal(.8, AnswerScores.TokenF1("The cat sat", ["A cat sat down"]), 6);
        Assert.Equal(0, AnswerScores.TokenF1("dog", ["cat"]));
    }

    [Fact]
    public void Citation_marks_are_no_part_of_the_answer() => Assert.Equal("Yes. No.", AnswerScores.WithoutMarks("Yes [1]. No[2] [3]."));
}

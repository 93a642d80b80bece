using Assistant.Inference.Engine;

namespace Assistant.Inference.Tests.Engine;

public class EndlessRunsTests
{
    [Fact]
    public void Ordinary_text_stays_whole()
    {
        var text = string.Concat(Enumerable.Repeat("Some words, 12 numbers; and\n\n  blanks. ", 200));

        Assert.Equal([text], EndlessRuns.Cut(text));
        Assert.Equal([""], EndlessRuns.Cut(""));
    }

    [Fact]
    public void A_run_is_cut_where_it_gets_too_long_but_never_inside_a_character()
    {
        var text = "x " + string.Concat(Enumerable.Repeat("\U0001D4D0", 600));

        var parts = EndlessRuns.Cut(text);

        Assert.Equal(text, string.Concat(parts));
        Assert.True(parts.Count > 1);
        Assert.All(parts, part => Assert.False(char.IsLowSurrogate(part[0])));
        Assert.All(parts, part => Assert.InRange(part.Length, 1, EndlessRuns.Longest + 4));
    }
}

using Assistant.Inference.Chat;

namespace Assistant.Inference.Tests.Chat;

public class StopStringsTests
{
    [Theory]
    [InlineData("END", new[] { "one E", "N", "D two" }, "one ", true)]
    [InlineData("END", new[] { "one E", "N", "d two" }, "one ENd two", false)]
    [InlineData("END", new[] { "one EN" }, "one EN", false)]
    [InlineData("aab", new[] { "a", "a", "a", "b", "c" }, "a", true)]
    [InlineData("\n\n", new[] { "x\n", "y\n", "\nz" }, "x\ny", true)]
    [InlineData("", new[] { "a", "b" }, "ab", false)]
    public void A_stop_string_is_found_across_pieces_and_never_shown(string stop, string[] pieces, string expected, bool found)
    {
        StopStrings stops = new([stop]);

        var shown = string.Concat(pieces.Select(stops.Take)) + stops.Rest();

        Assert.Equal((expected, found), (shown, stops.Found));
    }

    [Fact]
    public void The_earliest_of_several_stop_strings_wins()
    {
        StopStrings stops = new(["later", "soon"]);

        Assert.Equal("so ", stops.Take("so soon or later"));
        Assert.True(stops.Found);
        Assert.Equal("", stops.Take("more") + stops.Rest());
    }

    [Fact]
    public void What_can_be_no_stop_string_is_shown_at_once()
    {
        StopStrings stops = new(["STOP"]);

        Assert.Equal("all of it", stops.Take("all of it"));
        Assert.Equal("", stops.Take("S"));
        Assert.Equal("SSTO", stops.Take("STOx") is var shown ? shown[..4] : "");
    }

    [Fact]
    public void Characters_are_shown_whole_and_broken_ends_not_at_all()
    {
        Utf8Pieces pieces = new();
        var bytes = "é🙂"u8.ToArray();

        Assert.Equal(["", "é", "", "", "", "🙂", ""], bytes.Append((byte)0xF0).Select(value => pieces.Take([value])));
    }
}

using Assistant.Core;
using Assistant.Server.CommandLine;
using Assistant.Server.Verbs;
using Microsoft.Extensions.Options;

namespace Assistant.Server.Tests;

public class CommandLineWordsTests
{
    [Fact]
    public void Escape_sequences_of_a_document_do_not_reach_the_terminal()
    {
        Assert.Equal("a\uFFFD[2Jb\nc\td\uFFFD", PlainText.Of("a\u001b[2Jb\r\nc\td\u009b"));
        Assert.Equal("Grüße 漢字 🙂", PlainText.Of("Grüße 漢字 🙂"));
    }

    [Fact]
    public void A_tag_key_may_come_several_times()
    {
        var tags = IngestCommand.TagsOf(["team=hr", "year = 2026", "team=it", "note=a=b"]);

        Assert.Equal(["hr", "it"], tags["team"]);
        Assert.Equal(["2026"], tags["year"]);
        Assert.Equal(["a=b"], tags["note"]);
    }

    [Theory]
    [InlineData("team")]
    [InlineData("=hr")]
    [InlineData("team=")]
    public void What_is_no_tag_is_refused(string tag) =>
        Assert.Equal("bad_tag", Assert.Throws<AssistantException>(() => IngestCommand.TagsOf([tag])).Code);

    [Fact]
    public void Without_principals_the_operator_asks_and_with_them_somebody_who_may_less()
    {
        Assert.True(SharedOptions.AskerOf(null).ReadsAll);
        Assert.True(SharedOptions.AskerOf([]).ReadsAll);

        var asker = SharedOptions.AskerOf(["user:ann"]);

        Assert.False(asker.ReadsAll);
        Assert.Equal(["everyone", "user:ann"], asker.Principals);
        Assert.Equal("bad_principal", Assert.Throws<AssistantException>(() => SharedOptions.AskerOf([" "])).Code);
    }

    [Fact]
    public void Failures_are_explained_with_a_code()
    {
        Assert.Equal("bad_configuration", Failures.Explain(new OptionsValidationException("x", typeof(object), ["Assistant:X must be 1."])).Code);
        Assert.Equal("disk_full", Failures.Explain(new IOException("No space left on device", 28)).Code);
        Assert.Equal("io_error", Failures.Explain(new IOException("Broken")).Code);
        Assert.Equal("access_denied", Failures.Explain(new UnauthorizedAccessException()).Code);
        Assert.Equal("unexpected", Failures.Explain(new InvalidCastException("x")).Code);
    }

    [Theory]
    [InlineData("cancelled", 130)]
    [InlineData("disk_full", 1)]
    [InlineData("writer_ended", 1)]
    [InlineData("unknown_collection", 2)]
    public void The_exit_code_follows_the_error(string code, int exit) => Assert.Equal(exit, ExitCodes.Of(code));
}

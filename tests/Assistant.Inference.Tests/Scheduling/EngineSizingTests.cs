using Assistant.Inference.Gguf;
using Assistant.Inference.Scheduling;
using Assistant.Inference.Tests.Fixtures;

namespace Assistant.Inference.Tests.Scheduling;

public sealed class EngineSizingTests
{
    [Theory]
    [InlineData("../../elsewhere")]
    [InlineData("/etc/elsewhere")]
    public void A_kept_system_prompt_is_named_for_the_file_whatever_the_model_calls_itself(string name)
    {
        using TempFolder folder = new();
        var file = GgufFile.Open(TinyGguf.Writer().Set("general.name", name).WriteTo(folder.File("tiny.gguf")));

        var settings = EngineSizing.Of(file, new() { PrefixFolder = folder.Path });

        Assert.Equal(folder.File("tiny.gguf.prefix"), settings.PrefixPath);
    }

    [Fact]
    public void What_was_read_is_kept_within_the_memory_that_the_process_may_take()
    {
        using TempFolder folder = new();
        var file = GgufFile.Open(TinyGguf.Writer().WriteTo(folder.File("tiny.gguf")));
        var weights = new FileInfo(file.Path).Length;
        const int PerToken = 256;

        var roomy = EngineSizing.Of(file, new() { ContextTokens = 512, Parallel = 4 });
        var narrow = EngineSizing.Of(file, new() { ContextTokens = 512, Parallel = 4, AvailableBytes = weights + (2048 * PerToken) + 1000 });
        var tiny = EngineSizing.Of(file, new() { ContextTokens = 512, Parallel = 4, AvailableBytes = 1 });

        Assert.Equal((2048, 1L << 30), (roomy.Cells, roomy.SavedBytes));
        Assert.Equal((2048, 1000), (narrow.Cells, narrow.SavedBytes));
        Assert.Equal((512, 0), (tiny.Cells, tiny.SavedBytes));
    }
}

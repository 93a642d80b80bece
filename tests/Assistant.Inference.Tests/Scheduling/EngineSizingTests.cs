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
}

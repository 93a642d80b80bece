using Assistant.Inference.Tests.Fixtures;
using Assistant.Inference.Workers;

namespace Assistant.Inference.Tests.Workers;

public sealed class WorkerMemoryTests
{
    private const long Gibibyte = 1 << 30;

    [Fact]
    public void The_setting_is_the_limit() =>
        Assert.Equal(100 << 20, WorkerMemory.Limit(new() { MemoryMegabytes = 100 }, [], 4096, 64 * Gibibyte));

    [Fact]
    public void Without_one_weights_and_contexts_fit()
    {
        using TempFolder folder = new();
        var path = TinyGguf.Writer().WriteTo(folder.File("tiny.gguf"));
        ShelvedModel tiny = new() { Name = "tiny", Path = path, Kind = ModelKind.Chat, ChatFormat = "llama3", Bytes = new FileInfo(path).Length };

        var limit = WorkerMemory.Limit(new(), [tiny], 2048, 64 * Gibibyte);

        // Keys and values: two layers, two heads of 16 numbers of two bytes for each token.
        Assert.Equal((2 * Gibibyte) + tiny.Bytes + (2048L * 2 * 2 * 2 * 16 * 2), limit);
    }

    [Fact]
    public void It_is_never_all_of_the_machine() =>
        Assert.Equal((long)(Gibibyte * 0.9), WorkerMemory.Limit(new(), [], 4096, Gibibyte));
}

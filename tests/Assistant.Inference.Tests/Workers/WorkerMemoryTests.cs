using Assistant.Inference.Tests.Fixtures;
using Assistant.Inference.Workers;

namespace Assistant.Inference.Tests.Workers;

public sealed class WorkerMemoryTests
{
    private const long Gibibyte = 1 << 30;

    [Fact]
    public void The_setting_is_the_limit() =>
        Assert.Equal(100 << 20, WorkerMemory.Limit(new() { MemoryMegabytes = 100 }, [], 4096, 64 * Gibibyte));

    [Theory]
    [InlineData(0, 0)]
    [InlineData(100, 50)]
    [InlineData(4096, 3584)]
    public void A_limit_that_was_set_leaves_the_engine_room_below_it(int limit, int left) =>
        Assert.Equal((long)left << 20, WorkerMemory.AvailableBytes(new() { MemoryMegabytes = limit }));

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
    public void What_a_chat_model_keeps_of_what_it_read_has_its_room_and_all_parts_count()
    {
        using TempFolder folder = new();
        var path = TinyGguf.Writer().WriteTo(folder.File("tiny-00001-of-00002.gguf"));
        File.WriteAllBytes(folder.File("tiny-00002-of-00002.gguf"), new byte[1000]);
        ShelvedModel tiny = new() { Name = "tiny", Path = path, Kind = ModelKind.Chat, ChatFormat = "llama3", Bytes = new FileInfo(path).Length };

        var limit = WorkerMemory.Limit(new(), [tiny], 2048, 64 * Gibibyte, cacheBytes: Gibibyte, savedBytes: 500);

        Assert.Equal((3 * Gibibyte) + tiny.Bytes + 1500, limit);
    }

    [Fact]
    public void Memory_that_the_system_can_take_back_is_not_counted()
    {
        using var own = System.Diagnostics.Process.GetCurrentProcess();

        // The runtime's own libraries are mapped files: they are in the working set and not in this. Windows counts what is promised too.
        Assert.InRange(ProcessMemory.Of(own), 1 << 20, OperatingSystem.IsLinux() ? own.WorkingSet64 - (1 << 20) : long.MaxValue);
    }

    [Fact]
    public void A_limit_that_has_grown_since_is_found_before_it_ends_the_worker()
    {
        Queue<long> found = new([100, 200, 200]);
        MemoryLimit limit = new(() => found.Dequeue());

        Assert.Null(limit.PassedBy(90));
        Assert.Null(limit.PassedBy(150));
        Assert.Equal(200, limit.PassedBy(250));
        Assert.Empty(found);
    }

    [Fact]
    public void Where_no_limit_is_known_none_is_passed() => Assert.Null(new MemoryLimit(() => null).PassedBy(long.MaxValue));

    [Fact]
    public void It_is_never_all_of_the_machine() =>
        Assert.Equal((long)(Gibibyte * 0.9), WorkerMemory.Limit(new(), [], 4096, Gibibyte));
}

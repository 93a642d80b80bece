using Assistant.Inference.Tests.Fixtures;

namespace Assistant.Inference.Tests.Scheduling;

/// <summary>The system prompt that is used most outlives the engine on disk, and a changed byte of it is never used.</summary>
public sealed class PrefixFileTests : IDisposable
{
    private readonly TinyEngine tiny = new();
    private readonly List<int> system = TinyEngine.Prompt(1, 200);

    private string Path => tiny.Folder.File("tiny.prefix");

    public void Dispose() => tiny.Dispose();

    [Fact]
    public async Task A_system_prompt_that_was_used_twice_is_known_after_a_start()
    {
        Assert.Equal([0, 200], await CachedAsync(2));
        var written = File.GetLastWriteTimeUtc(Path);

        Assert.Equal([200, 200], await CachedAsync(2));
        Assert.Equal(written, File.GetLastWriteTimeUtc(Path));
    }

    [Fact]
    public async Task A_system_prompt_that_had_to_leave_the_context_is_kept_all_the_same()
    {
        using (var engine = tiny.Start(TinyEngine.Settings with { PrefixPath = Path, KeptTokens = 0, SavedBytes = 1 << 20 }))
        {
            await TokenRequest.RunAsync(engine, new([.. system, 301, 302], systemTokens: 200));
            await TokenRequest.RunAsync(engine, new([.. system, 303, 304], systemTokens: 200));
            await TokenRequest.RunAsync(engine, new(TinyEngine.Prompt(9, 300)));
        }

        Assert.Equal([200], await CachedAsync(1));
    }

    [Fact]
    public async Task A_system_prompt_that_was_used_once_is_not_kept()
    {
        await CachedAsync(1);

        Assert.False(File.Exists(Path));
    }

    [Fact]
    public async Task An_engine_that_saw_no_system_prompt_ends_in_order()
    {
        using var engine = tiny.Start(TinyEngine.Settings with { PrefixPath = Path });
        await TokenRequest.RunAsync(engine, new(TinyEngine.Prompt(3, 20)));

        engine.Dispose();

        Assert.False(engine.IsContextLoaded);
        Assert.False(File.Exists(Path));
    }

    [Fact]
    public async Task A_flipped_bit_a_missing_end_and_a_foreign_file_are_read_anew()
    {
        await CachedAsync(2);
        var whole = await File.ReadAllBytesAsync(Path, TestContext.Current.CancellationToken);
        Random random = new(5);
        for (var round = 0; round < 12; round++)
        {
            var damaged = whole.ToArray();
            damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
            await File.WriteAllBytesAsync(Path, damaged, TestContext.Current.CancellationToken);
            Assert.Equal([0], await CachedAsync(1));
        }

        foreach (var length in new[] { 0, 7, 60, whole.Length - 1 })
        {
            await File.WriteAllBytesAsync(Path, whole[..length], TestContext.Current.CancellationToken);
            Assert.Equal([0], await CachedAsync(1));
        }

        await File.WriteAllBytesAsync(Path, whole, TestContext.Current.CancellationToken);
        Assert.Equal([200], await CachedAsync(1));
        File.SetLastWriteTimeUtc(tiny.Model.File.Path, new(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        Assert.Equal([0], await CachedAsync(1));
    }

    // An engine of its own, with some requests after the system prompt; gives how many tokens each found known.
    private async Task<List<int>> CachedAsync(int requests)
    {
        using var engine = tiny.Start(TinyEngine.Settings with { PrefixPath = Path });
        List<int> cached = [];
        for (var number = 0; number < requests; number++)
        {
            List<int> prompt = [.. system, 301 + number, .. TinyEngine.Prompt(50 + number, 20)];
            var answer = await TokenRequest.RunAsync(engine, new(prompt, systemTokens: 200));
            Likeliest.Assert(tiny.Model, prompt, answer.Tokens);
            cached.Add(TokenRequest.Outcome(answer).CachedTokens);
        }

        return cached;
    }
}

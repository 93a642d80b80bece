using Assistant.Inference.Downloads;
using Assistant.Inference.Tests.Fixtures;

namespace Assistant.Inference.Tests.Downloads;

public class LocalModelCopyTests
{
    [Fact]
    public async Task A_file_of_this_machine_is_copied_after_its_header_was_read()
    {
        await using var room = await PullRoom.OpenAsync();
        var source = room.File("mine.gguf");
        await File.WriteAllBytesAsync(source, TinyGguf.Writer().ToBytes());

        var pulled = await room.PullAsync(source);

        Assert.Equal(await File.ReadAllBytesAsync(source), await File.ReadAllBytesAsync(pulled.Path));
        Assert.Equal(Path.Combine(room.Models, "mine.gguf"), pulled.Path);
        Assert.Equal(64, PullRecord.Of(pulled.Path)!.Sha256.Length);
        Assert.Empty(room.Hub.Requests);

        Assert.True((await room.PullAsync(source)).WasHere);
        Assert.True((await room.PullAsync(pulled.Path)).WasHere);
    }

    [Theory]
    [InlineData("broken.gguf", "unreadable_model")]
    [InlineData("words.txt", "bad_model_name")]
    public async Task What_is_no_model_is_not_taken(string name, string code)
    {
        await using var room = await PullRoom.OpenAsync();
        await File.WriteAllTextAsync(room.File(name), "GGUF?");

        Assert.Equal(code, (await room.RefusedAsync(room.File(name))).Code);
        Assert.False(Directory.Exists(room.Models));
    }

    [Fact]
    public async Task A_missing_part_is_told()
    {
        await using var room = await PullRoom.OpenAsync();
        await File.WriteAllBytesAsync(room.File("big-00001-of-00002.gguf"), TinyGguf.Writer().ToBytes());

        var refused = await room.RefusedAsync(room.File("big-00001-of-00002.gguf"));

        Assert.Contains("big-00002-of-00002.gguf", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_copy_that_is_stopped_leaves_nothing()
    {
        await using var room = await PullRoom.OpenAsync();
        var source = room.File("mine.gguf");
        await File.WriteAllBytesAsync(source, TinyGguf.Writer().ToBytes());
        using CancellationTokenSource cancellation = new();
        room.OnStep = step =>
        {
            if (step is PullStep.Copying)
            {
                cancellation.Cancel();
            }
        };

        // The tiny file is copied in one read, so the stop may come too late to be seen.
        try
        {
            await room.PullAsync(source, cancellation: cancellation.Token);
        }
        catch (OperationCanceledException)
        {
            Assert.False(File.Exists(Path.Combine(room.Models, "mine.gguf")));
        }

        Assert.False(File.Exists(Path.Combine(room.Models, ".downloads", "mine.gguf.part")));
    }

    [Fact]
    public async Task The_hash_of_a_file_in_the_models_folder_counts_too()
    {
        await using var room = await PullRoom.OpenAsync();
        var source = room.File("mine.gguf");
        await File.WriteAllBytesAsync(source, TinyGguf.Writer().ToBytes());
        var there = (await room.PullAsync(source)).Path;

        Assert.Equal("wrong_hash", (await room.RefusedAsync(there, new() { Sha256 = new string('0', 64) })).Code);
        Assert.True((await room.PullAsync(there, new() { Sha256 = PullRecord.Of(there)!.Sha256 })).WasHere);
    }

    [Fact]
    public async Task Where_a_file_came_from_stays_known_when_it_is_named_by_its_path()
    {
        await using var room = await PullRoom.OpenAsync();
        room.Publish(TinyGguf.Writer().ToBytes());
        await room.PullAsync();

        Assert.True((await room.PullAsync(room.Target)).WasHere);
        Assert.Equal(PullRoom.Repository, PullRecord.Of(room.Target)!.Repository);
    }

    [Fact]
    public async Task What_is_here_already_needs_no_space()
    {
        await using var room = await PullRoom.OpenAsync();
        var source = room.File("mine.gguf");
        await File.WriteAllBytesAsync(source, TinyGguf.Writer().ToBytes());
        await room.PullAsync(source);
        room.FreeBytes = 0;

        Assert.True((await room.PullAsync(source)).WasHere);
    }

    [Fact]
    public async Task Removing_a_later_part_holds_the_lock_of_the_model()
    {
        await using var room = await PullRoom.OpenAsync();
        room.Publish(PullRoom.Bytes(5000, 1), "big-00001-of-00002.gguf");
        room.Publish(PullRoom.Bytes(5000, 2), "big-00002-of-00002.gguf");
        await room.PullAsync($"{PullRoom.Repository}:big-00001-of-00002.gguf");
        using var held = DownloadLock.Take(new DownloadPlaces(room.Models).Lock("big-00001-of-00002.gguf"), "it");

        Assert.Equal("already_pulling", Assert.Throws<ModelDownloadException>(() => ModelRemoval.Remove(room.Models, "big-00002-of-00002.gguf")).Code);
    }

    [Fact]
    public async Task Removing_takes_all_parts_and_what_was_begun_and_nothing_else()
    {
        await using var room = await PullRoom.OpenAsync();
        foreach (var part in Enumerable.Range(1, 2))
        {
            room.Publish(PullRoom.Bytes(5000, part), $"big-0000{part}-of-00002.gguf");
        }

        room.Publish(PullRoom.Bytes(5000, 9));
        await room.PullAsync();
        await room.PullAsync($"{PullRoom.Repository}:big-00001-of-00002.gguf");

        var (files, bytes) = ModelRemoval.Remove(room.Models, "big-00001-of-00002.gguf");

        Assert.Equal(2, files.Count);
        Assert.Equal(10_000, bytes);
        Assert.Equal([room.Target], Directory.EnumerateFiles(room.Models));
        Assert.Empty(ModelRemoval.Remove(room.Models, "../x.gguf").Files);
        Assert.Empty(ModelRemoval.Remove(room.Models, "absent.gguf").Files);
    }
}

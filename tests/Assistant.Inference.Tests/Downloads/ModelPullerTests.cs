using Assistant.Inference.Downloads;

namespace Assistant.Inference.Tests.Downloads;

public class ModelPullerTests
{
    private const int Size = 700_000;

    [Fact]
    public async Task A_file_arrives_whole_and_what_is_known_of_it_is_written_down()
    {
        await using var room = await PullRoom.OpenAsync();
        var file = room.Publish(PullRoom.Bytes(Size));

        var pulled = await room.PullAsync();

        Assert.Equal(file.Content, await File.ReadAllBytesAsync(room.Target));
        Assert.Equal(room.Target, pulled.Path);
        Assert.False(pulled.WasHere);
        Assert.Equal(new(PullRoom.Repository, PullRoom.Name, "main", file.Commit, file.Sha256, Size), PullRecord.Of(room.Target));
        Assert.False(File.Exists(room.Partial));
        Assert.Contains(room.Steps, step => step is PullStep.Fetching { Done: Size, Total: Size });
        Assert.All(room.Hub.Requests, request => Assert.Equal("identity", request.AcceptEncoding));
        Assert.DoesNotContain(room.Hub.Requests, request => request is { AtStorage: true, Method: "HEAD" });
    }

    [Fact]
    public async Task A_second_pull_of_the_same_file_fetches_nothing()
    {
        await using var room = await PullRoom.OpenAsync();
        var file = room.Publish(PullRoom.Bytes(Size));
        await room.PullAsync();
        File.Delete(Path.Combine(room.Models, ".downloads", PullRoom.Name + ".json"));

        var again = await room.PullAsync();

        Assert.True(again.WasHere);
        Assert.Equal(Size, file.Sent);
        Assert.NotNull(PullRecord.Of(room.Target));
    }

    [Fact]
    public async Task Another_file_of_the_same_name_is_never_overwritten()
    {
        await using var room = await PullRoom.OpenAsync();
        room.Publish(PullRoom.Bytes(Size));
        Directory.CreateDirectory(room.Models);
        await File.WriteAllTextAsync(room.Target, "mine");

        Assert.Equal("model_exists", (await room.RefusedAsync()).Code);
        Assert.Equal("mine", await File.ReadAllTextAsync(room.Target));
    }

    [Fact]
    public async Task Connections_that_are_cut_are_taken_up_where_they_broke_by_a_new_address_each_time()
    {
        await using var room = await PullRoom.OpenAsync();
        var file = room.Publish(PullRoom.Bytes(Size));
        foreach (var cut in (int[])[100_000, 1, 250_000, 0, 70_000])
        {
            file.Cuts.Enqueue(cut);
        }

        await room.PullAsync();

        Assert.Equal(file.Content, await File.ReadAllBytesAsync(room.Target));
        HubServerRequest[] fetched = [.. room.Hub.Requests.Where(request => request.AtStorage)];
        Assert.Equal(6, fetched.Length);
        Assert.Equal("", fetched[0].Range);
        Assert.All(fetched.Skip(1).Where(request => request.Range.Length > 0), request => Assert.StartsWith("bytes=", request.Range, StringComparison.Ordinal));
        Assert.True(file.Sent < Size * 1.7, $"{file.Sent} bytes were sent for {Size}.");
        Assert.Equal(5, room.Steps.Count(step => step is PullStep.Waiting));
    }

    [Fact]
    public async Task A_server_that_brings_nothing_is_given_up_and_what_came_is_kept()
    {
        await using var room = await PullRoom.OpenAsync();
        var file = room.Publish(PullRoom.Bytes(Size));
        room.Options.Retries = 2;
        file.Cuts.Enqueue(300_000);
        foreach (var _ in Enumerable.Range(0, 10))
        {
            file.Cuts.Enqueue(0);
        }

        var refused = await room.RefusedAsync();

        Assert.Equal("download_failed", refused.Code);
        Assert.InRange(new FileInfo(room.Partial).Length, 1, 300_000);
        Assert.False(File.Exists(room.Target));

        file.Cuts.Clear();
        await room.PullAsync();
        Assert.Equal(file.Content, await File.ReadAllBytesAsync(room.Target));
    }

    [Fact]
    public async Task A_wrong_hash_ends_it_at_once_and_leaves_nothing()
    {
        await using var room = await PullRoom.OpenAsync();
        var file = room.Publish(PullRoom.Bytes(Size));
        file.Sha256 = new string('a', 64);

        var refused = await room.RefusedAsync();

        Assert.Equal("wrong_hash", refused.Code);
        Assert.Contains(file.Sha256, refused.Message, StringComparison.Ordinal);
        Assert.Single(room.Hub.Requests, request => request.AtStorage);
        Assert.False(File.Exists(room.Target));
        Assert.False(File.Exists(room.Partial));
    }

    [Fact]
    public async Task A_file_that_changed_between_two_runs_begins_anew()
    {
        await using var room = await PullRoom.OpenAsync();
        var file = room.Publish(PullRoom.Bytes(Size));
        room.Options.Retries = 0;
        file.Cuts.Enqueue(300_000);
        await room.RefusedAsync();
        Assert.True(File.Exists(room.Partial));
        file.Content = PullRoom.Bytes(Size, seed: 2);

        await room.PullAsync();

        Assert.Contains(room.Steps, step => step is PullStep.Restarted);
        Assert.Equal(file.Content, await File.ReadAllBytesAsync(room.Target));
    }

    [Fact]
    public async Task A_file_that_changes_while_it_is_fetched_begins_anew_unless_its_hash_was_given()
    {
        await using var room = await PullRoom.OpenAsync();
        var file = room.Publish(PullRoom.Bytes(Size));
        var old = file.Sha256;
        file.Cuts.Enqueue(300_000);
        room.OnStep = step =>
        {
            if (step is PullStep.Waiting)
            {
                file.Content = PullRoom.Bytes(Size - 1000, seed: 3);
            }
        };

        var refused = await room.RefusedAsync(choices: new(Sha256: old));
        Assert.Equal("replaced_on_hub", refused.Code);

        file.Content = PullRoom.Bytes(Size);
        file.Cuts.Enqueue(300_000);
        await room.PullAsync();
        Assert.Contains(room.Steps, step => step is PullStep.Restarted);
        Assert.Equal(file.Content, await File.ReadAllBytesAsync(room.Target));
        Assert.Equal(file.Commit, PullRecord.Of(room.Target)!.Commit);
    }

    [Fact]
    public async Task A_part_that_is_longer_than_the_file_begins_anew()
    {
        await using var room = await PullRoom.OpenAsync();
        var file = room.Publish(PullRoom.Bytes(Size));
        room.Options.Retries = 0;
        file.Cuts.Enqueue(300_000);
        await room.RefusedAsync();
        await File.WriteAllBytesAsync(room.Partial, PullRoom.Bytes(Size + 1));

        await room.PullAsync();

        Assert.Equal(file.Content, await File.ReadAllBytesAsync(room.Target));
    }

    [Fact]
    public async Task Bytes_that_went_bad_in_the_part_are_found()
    {
        await using var room = await PullRoom.OpenAsync();
        var file = room.Publish(PullRoom.Bytes(Size));
        room.Options.Retries = 0;
        file.Cuts.Enqueue(300_000);
        await room.RefusedAsync();
        var part = await File.ReadAllBytesAsync(room.Partial);
        part[5] ^= 1;
        await File.WriteAllBytesAsync(room.Partial, part);

        Assert.Equal("wrong_hash", (await room.RefusedAsync()).Code);
        await room.PullAsync();
        Assert.Equal(file.Content, await File.ReadAllBytesAsync(room.Target));
    }

    [Fact]
    public async Task A_server_without_ranges_starts_again_from_the_first_byte()
    {
        await using var room = await PullRoom.OpenAsync();
        var file = room.Publish(PullRoom.Bytes(Size));
        file.TakesRanges = false;
        file.Cuts.Enqueue(300_000);

        await room.PullAsync();

        Assert.Contains(room.Steps, step => step is PullStep.Restarted);
        Assert.Equal(file.Content, await File.ReadAllBytesAsync(room.Target));
    }

    [Fact]
    public async Task A_cancelled_pull_keeps_what_came_and_the_next_one_goes_on()
    {
        await using var room = await PullRoom.OpenAsync();
        var file = room.Publish(PullRoom.Bytes(Size));
        using SemaphoreSlim gate = new(0);
        (file.Gate, file.GateAfter) = (gate, 400_000);
        using CancellationTokenSource cancellation = new();
        room.OnStep = step =>
        {
            if (step is PullStep.Fetching { Done: >= 300_000 })
            {
                cancellation.Cancel();
            }
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => room.PullAsync(cancellation: cancellation.Token));

        var kept = new FileInfo(room.Partial).Length;
        Assert.InRange(kept, 300_000, 600_000);
        room.OnStep = _ => { };
        file.Gate = null;
        await room.PullAsync();
        Assert.Equal(file.Content, await File.ReadAllBytesAsync(room.Target));
        Assert.Contains(room.Hub.Requests, request => request.Range == $"bytes={kept}-");
        Assert.Contains(room.Steps, step => step is PullStep.Checking);
    }

    [Fact]
    public async Task A_silent_server_is_left_and_asked_again()
    {
        await using var room = await PullRoom.OpenAsync();
        var file = room.Publish(PullRoom.Bytes(Size));
        using SemaphoreSlim gate = new(0);
        (file.Gate, file.GateAfter) = (gate, 200_000);
        room.Options.SilenceTimeout = TimeSpan.FromSeconds(1);
        room.OnStep = step =>
        {
            if (step is PullStep.Waiting)
            {
                file.Gate = null;
            }
        };

        await room.PullAsync();

        Assert.Contains(room.Steps, step => step is PullStep.Waiting { Reason: var reason } && reason.Contains("1 s", StringComparison.Ordinal));
        Assert.Equal(file.Content, await File.ReadAllBytesAsync(room.Target));
    }

    [Fact]
    public async Task Two_pulls_of_one_file_at_once_do_not_meet()
    {
        await using var room = await PullRoom.OpenAsync();
        var file = room.Publish(PullRoom.Bytes(Size));
        using SemaphoreSlim gate = new(0);
        (file.Gate, file.GateAfter) = (gate, 200_000);
        TaskCompletionSource begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
        room.OnStep = step => begun.TrySetResult();
        var first = room.PullAsync();
        await begun.Task;

        Assert.Equal("already_pulling", (await room.RefusedAsync()).Code);

        file.Gate = null;
        gate.Release(100);
        await first;
        Assert.Equal(file.Content, await File.ReadAllBytesAsync(room.Target));
    }

    [Fact]
    public async Task A_file_that_does_not_fit_is_refused_before_a_byte_is_fetched()
    {
        await using var room = await PullRoom.OpenAsync();
        var file = room.Publish(PullRoom.Bytes(Size));
        room.FreeBytes = (256L << 20) + Size - 1;

        var refused = await room.RefusedAsync();

        Assert.Equal("disk_full", refused.Code);
        Assert.Equal(0, file.Sent);

        room.FreeBytes++;
        await room.PullAsync();
    }

    [Fact]
    public async Task All_parts_are_fetched_and_the_first_one_last()
    {
        await using var room = await PullRoom.OpenAsync();
        foreach (var part in Enumerable.Range(1, 3))
        {
            room.Publish(PullRoom.Bytes(50_000, part), $"sub/big-0000{part}-of-00003.gguf");
        }

        var pulled = await room.PullAsync($"{PullRoom.Repository}:sub/big-00001-of-00003.gguf");

        Assert.Equal(3, pulled.Files.Count);
        Assert.Equal(150_000, pulled.Bytes);
        Assert.Equal("big-00001-of-00003.gguf", Path.GetFileName(pulled.Path));
        Assert.Equal(
            ["big-00003-of-00003.gguf", "big-00002-of-00003.gguf", "big-00001-of-00003.gguf"],
            room.Steps.OfType<PullStep.Placed>().Select(step => step.File));
    }

    [Fact]
    public async Task A_model_of_the_catalogue_that_is_another_file_on_the_hub_is_refused_before_a_byte_is_fetched()
    {
        await using var room = await PullRoom.OpenAsync();
        var file = room.Hub.Add("CompendiumLabs/bge-small-en-v1.5-gguf", "bge-small-en-v1.5-q8_0.gguf", PullRoom.Bytes(Size));

        var refused = await room.RefusedAsync("bge-small-en-v1.5");

        Assert.Equal("replaced_on_hub", refused.Code);
        Assert.Contains("--sha256", refused.Hint, StringComparison.Ordinal);
        Assert.Equal(0, file.Sent);

        var pulled = await room.PullAsync("bge-small-en-v1.5", new(Sha256: file.Sha256.ToUpperInvariant()));
        Assert.Equal("MIT", pulled.Licence!.Name);
    }

    [Theory]
    [InlineData("maker/model:../x.gguf", "bad_model_name")]
    [InlineData("maker/model:a/../../x.gguf", "bad_model_name")]
    [InlineData("maker/model:/x.gguf", "bad_model_name")]
    [InlineData("maker/model:a//x.gguf", "bad_model_name")]
    [InlineData("maker/model:x.txt", "bad_model_name")]
    [InlineData("maker/model:.x.gguf", "bad_model_name")]
    [InlineData("maker/model:con.gguf", "bad_model_name")]
    [InlineData("maker/model:x:y.gguf", "bad_model_name")]
    [InlineData("maker/model:big-00002-of-00003.gguf", "bad_model_name")]
    [InlineData("maker/..:x.gguf", "bad_model_name")]
    [InlineData("no-such-model", "unknown_model")]
    [InlineData("./no-such.gguf", "unknown_model")]
    [InlineData("maker/model:absent.gguf", "unknown_file")]
    public async Task What_cannot_be_a_model_is_refused(string model, string code)
    {
        await using var room = await PullRoom.OpenAsync();

        Assert.Equal(code, (await room.RefusedAsync(model)).Code);
        Assert.False(Directory.Exists(room.Models) && Directory.EnumerateFiles(room.Models).Any());
    }
}

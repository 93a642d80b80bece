using System.Security.Cryptography;
using System.Text;
using Assistant.Core;

namespace Assistant.Storage.Tests;

public sealed class FileStoreTests : IDisposable
{
    private readonly TempFolder folder = new();
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Bytes_come_back_under_their_hash()
    {
        await using HomeFixture home = new(folder.Path);
        var content = RandomNumberGenerator.GetBytes(300_000);

        var (hash, bytes) = await home.Files.StoreAsync(new MemoryStream(content), long.MaxValue, Cancel);

        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(content)), hash);
        Assert.Equal(content.Length, bytes);
        Assert.True(File.Exists(folder.File("files", hash[..2], hash)));
        Assert.Equal(content, Read(home, hash));
    }

    [Fact]
    public async Task The_same_bytes_are_kept_once_and_nothing_is_left_over()
    {
        await using HomeFixture home = new(folder.Path);

        var hashes = new List<string>();
        await Parallel.ForEachAsync(Enumerable.Range(0, 20), Cancel, async (_, cancellationToken) =>
        {
            var (hash, _) = await home.Files.StoreAsync(Text("same"), 100, cancellationToken);
            lock (hashes)
            {
                hashes.Add(hash);
            }
        });

        Assert.Single(hashes.Distinct());
        Assert.Equal(hashes.Distinct(), home.Files.Hashes());
        Assert.Empty(Directory.GetFiles(folder.File("files", ".incoming")));
    }

    [Fact]
    public async Task A_stream_at_the_limit_is_kept_and_one_beyond_is_refused_without_a_trace()
    {
        await using HomeFixture home = new(folder.Path);

        await home.Files.StoreAsync(Text("12345"), 5, Cancel);
        var refused = await Assert.ThrowsAsync<AssistantException>(() => home.Files.StoreAsync(Text("123456"), 5, Cancel));

        Assert.Equal("too_large", refused.Code);
        Assert.Single(home.Files.Hashes());
        Assert.Empty(Directory.GetFiles(folder.File("files", ".incoming")));
    }

    [Fact]
    public async Task A_stream_that_breaks_leaves_nothing_and_keeps_its_own_error()
    {
        await using HomeFixture home = new(folder.Path);

        await Assert.ThrowsAsync<EndOfStreamException>(() => home.Files.StoreAsync(new BreakingStream(100_000), long.MaxValue, Cancel));

        Assert.Empty(home.Files.Hashes());
        Assert.Empty(Directory.GetFiles(folder.File("files", ".incoming")));
    }

    [Fact]
    public async Task What_a_killed_process_left_is_swept_at_the_next_start()
    {
        folder.Write("files/.incoming/0123456789abcdef", "half a fi");
        await using HomeFixture home = new(folder.Path);

        await home.Files.StoreAsync(Text("whole"), 100, Cancel);

        Assert.Empty(Directory.GetFiles(folder.File("files", ".incoming")));
        Assert.Single(home.Files.Hashes());
    }

    [Fact]
    public async Task A_file_that_another_process_is_writing_is_not_swept()
    {
        await using HomeFixture one = new(folder.Path), two = new(folder.Path);
        using WaitingStream slow = new();
        var storing = one.Files.StoreAsync(slow, 100, Cancel);
        await slow.IsRead;

        await two.Files.StoreAsync(Text("quick"), 100, Cancel);
        slow.End();
        var (hash, _) = await storing;

        Assert.Equal("slow"u8.ToArray(), Read(two, hash));
    }

    [Fact]
    public async Task A_damaged_original_of_another_length_is_mended()
    {
        await using HomeFixture home = new(folder.Path);
        var (hash, _) = await home.Files.StoreAsync(Text("whole"), 100, Cancel);
        await File.WriteAllTextAsync(folder.File("files", hash[..2], hash), "", Cancel);

        await home.Files.StoreAsync(Text("whole"), 100, Cancel);

        Assert.Equal("whole"u8.ToArray(), Read(home, hash));
    }

    [Theory]
    [InlineData("")]
    [InlineData("../../../../etc/passwd")]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("../0000000000000000000000000000000000000000000000000000000000000")]
    public async Task A_hash_that_is_none_or_unknown_opens_nothing(string hash)
    {
        await using HomeFixture home = new(folder.Path);

        Assert.Null(home.Files.OpenRead(hash));
        home.Files.Delete(hash);
    }

    [Fact]
    public async Task A_deleted_original_is_gone()
    {
        await using HomeFixture home = new(folder.Path);
        var (hash, _) = await home.Files.StoreAsync(Text("away"), 100, Cancel);

        home.Files.Delete(hash);

        Assert.Null(home.Files.OpenRead(hash));
        Assert.Empty(home.Files.Hashes());
    }

    private static MemoryStream Text(string text) => new(Encoding.UTF8.GetBytes(text));

    private static byte[] Read(HomeFixture home, string hash)
    {
        using var stream = home.Files.OpenRead(hash)!;
        Assert.True(stream.CanSeek);
        using MemoryStream copy = new();
        stream.CopyTo(copy);
        return copy.ToArray();
    }

    private sealed class BreakingStream(int goodBytes) : MemoryStream(new byte[goodBytes])
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            await base.ReadAsync(buffer, cancellationToken) is > 0 and var read ? read : throw new EndOfStreamException("The sender hung up.");
    }

    private sealed class WaitingStream : MemoryStream
    {
        private readonly TaskCompletionSource isRead = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource mayEnd = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int reads;

        public Task IsRead => isRead.Task;

        public void End() => mayEnd.SetResult();

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (reads++ == 0)
            {
                "slow"u8.CopyTo(buffer.Span);
                return 4;
            }

            isRead.SetResult();
            await mayEnd.Task;
            return 0;
        }
    }
}

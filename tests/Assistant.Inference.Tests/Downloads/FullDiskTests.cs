using System.Diagnostics;
using Assistant.Inference.Downloads;

namespace Assistant.Inference.Tests.Downloads;

/// <summary>A disk that really is full: a small file system in memory, which only root on Linux can mount.</summary>
public class FullDiskTests
{
    [Fact]
    public async Task A_disk_that_fills_up_ends_it_and_keeps_what_came()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Only root on Linux can mount a small file system.");
        await using var room = await PullRoom.OpenAsync();
        Directory.CreateDirectory(room.Models);
        Assert.SkipUnless(await RunAsync("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", room.Models) == 0, "This machine lets nobody mount a file system.");
        try
        {
            var file = room.Publish(PullRoom.Bytes(3 << 20));

            Assert.Equal("disk_full", (await room.RefusedAsync()).Code);
            Assert.InRange(new FileInfo(room.Partial).Length, 1, 1 << 20);

            Assert.Equal(0, await RunAsync("mount", "-o", "remount,size=10m", room.Models));
            await room.PullAsync();
            Assert.Equal(file.Content, await File.ReadAllBytesAsync(room.Target));
            Assert.Contains(room.Steps, step => step is PullStep.Checking);
        }
        finally
        {
            await RunAsync("umount", room.Models);
        }
    }

    private static async Task<int> RunAsync(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            await process.WaitForExitAsync();
            return process.ExitCode;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return -1;
        }
    }
}

using System.Runtime.CompilerServices;
using Assistant.Server.Home;
using Microsoft.Extensions.Logging.Abstractions;

namespace Assistant.Server.Tests;

public sealed class WriterTests : IDisposable
{
    private static readonly WorkRequest Request = new WorkRequest.Delete(["a.md"], Collection: null);

    private readonly TempFolder home = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => home.Dispose();

    [Fact]
    public async Task The_first_does_its_work_itself_and_gives_the_lock_back()
    {
        var events = await Collect(Work("own").DoAsync(Request, Cancellation));

        Assert.Equal(["own", "exit 0"], events);
        Assert.Null(WriterLock.AddressIn(home.Path));
        using var free = WriterLock.TryTake(home.Path);
        Assert.NotNull(free);
    }

    [Fact]
    public async Task The_second_hands_its_work_to_the_first()
    {
        await using var first = Open("first", held: WriterLock.TryTake(home.Path)!);

        var events = await Collect(Work("second").DoAsync(Request, Cancellation));

        Assert.Equal(["first", "exit 0"], events);
    }

    [Fact]
    public async Task A_long_home_is_reached_through_a_private_folder()
    {
        var deep = home.File(new string('x', 60), new string('y', 60));
        await using var first = Open("first", WriterLock.TryTake(deep)!, deep);
        var address = WriterLock.AddressIn(deep)!;

        var events = await Collect(new HomeWork(deep, Never, TimeProvider.System).DoAsync(Request, Cancellation));

        Assert.Equal(["first", "exit 0"], events);
        Assert.False(address.Socket.StartsWith(deep, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Only_the_owner_reaches_the_socket_and_the_address()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has access lists, not modes.");
            return;
        }

        await using var first = Open("first", WriterLock.TryTake(home.Path)!);
        var address = WriterLock.AddressIn(home.Path)!;

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(home.File("writer.json")));
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute,
            File.GetUnixFileMode(Path.GetDirectoryName(address.Socket)!));
    }

    [Fact]
    public async Task A_caller_that_goes_cancels_its_work()
    {
        TaskCompletionSource started = new(), cancelled = new();
        await using var first = Open(UntilCancelled(started, cancelled), WriterLock.TryTake(home.Path)!);
        using CancellationTokenSource leaving = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var asking = Collect(Work("second").DoAsync(Request, leaving.Token));

        await started.Task.WaitAsync(Cancellation);
        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
        await cancelled.Task.WaitAsync(TimeSpan.FromSeconds(10), Cancellation);
    }

    [Fact]
    public async Task A_writer_that_ends_finishes_what_was_handed_over()
    {
        TaskCompletionSource started = new(), go = new();
        var first = Open(WhenTold(started, go), WriterLock.TryTake(home.Path)!);
        var asking = Collect(Work("second").DoAsync(Request, Cancellation));
        await started.Task.WaitAsync(Cancellation);

        var ending = first.DisposeAsync().AsTask();
        await Task.Delay(100, Cancellation);
        Assert.False(ending.IsCompleted);
        go.SetResult();

        Assert.Equal(["told", "exit 0"], await asking);
        await ending;
    }

    [Fact]
    public async Task A_writer_that_dies_on_the_way_is_told()
    {
        TaskCompletionSource started = new(), cancelled = new();
        var first = Open(UntilCancelled(started, cancelled), WriterLock.TryTake(home.Path)!);
        var asking = Collect(Work("second").DoAsync(Request, Cancellation));
        await started.Task.WaitAsync(Cancellation);

        await first.CloseAsync(new CancellationToken(canceled: true));

        Assert.Equal(["failed writer_ended", "exit 1"], await asking);
        await first.DisposeAsync();
    }

    [Fact]
    public async Task Who_comes_while_the_writer_ends_does_the_work_itself()
    {
        var held = WriterLock.TryTake(home.Path)!;
        var first = Open("first", held);
        await first.CloseAsync(Cancellation);
        var asking = Collect(Work("second").DoAsync(Request, Cancellation));
        await Task.Delay(150, Cancellation);
        Assert.False(asking.IsCompleted);

        await first.DisposeAsync();

        Assert.Equal(["second", "exit 0"], await asking);
    }

    [Fact]
    public async Task What_a_killed_writer_left_does_not_stop_the_next()
    {
        home.Write(".writer.lock", "");
        home.Write("writer.json", """{"pid":1,"socket":"/nowhere/socket","verb":"serve","urls":[]}""");
        home.Write(".writer/socket", "");

        Assert.Equal(["own", "exit 0"], await Collect(Work("own").DoAsync(Request, Cancellation)));
    }

    [Fact]
    public async Task Many_callers_are_served_side_by_side()
    {
        await using var first = Open("first", WriterLock.TryTake(home.Path)!);

        var all = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Collect(Work("other").DoAsync(Request, Cancellation))));

        Assert.All(all, events => Assert.Equal(["first", "exit 0"], events));
    }

    private HomeWork Work(string name) => new(home.Path, (held, _) => Task.FromResult(Open(name, held)), TimeProvider.System);

    private static Task<WritingHome> Never(WriterLock held, CancellationToken cancellationToken) =>
        throw new InvalidOperationException("Somebody else writes to this home.");

    private WritingHome Open(string name, WriterLock held, string? folder = null) => Open((_, _) => Say(name), held, folder);

    private WritingHome Open(DoWork work, WriterLock held, string? folder = null) =>
        WritingHome.Open(folder ?? home.Path, held, "ingest", work, new NoRooms(), _ => { }, NullLogger.Instance);

    private static async IAsyncEnumerable<WorkEvent> Say(string name)
    {
        await Task.Yield();
        yield return new WorkEvent.Note(name);
        yield return new WorkEvent.Exit(0);
    }

    private static DoWork WhenTold(TaskCompletionSource started, TaskCompletionSource go)
    {
        return DoAsync;

        async IAsyncEnumerable<WorkEvent> DoAsync(WorkRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            started.SetResult();
            await go.Task.WaitAsync(cancellationToken);
            yield return new WorkEvent.Note("told");
            yield return new WorkEvent.Exit(0);
        }
    }

    private static DoWork UntilCancelled(TaskCompletionSource started, TaskCompletionSource cancelled)
    {
        return DoAsync;

        async IAsyncEnumerable<WorkEvent> DoAsync(WorkRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            started.SetResult();
            await using var registration = cancellationToken.Register(cancelled.SetResult);
            await Task.Delay(Timeout.Infinite, cancellationToken);
            yield return new WorkEvent.Exit(0);
        }
    }

    private static async Task<string[]> Collect(IAsyncEnumerable<WorkEvent> events)
    {
        List<string> seen = [];
        await foreach (var happened in events)
        {
            seen.Add(happened switch
            {
                WorkEvent.Note(var text) => text,
                WorkEvent.Failed(var error) => "failed " + error.Code,
                WorkEvent.Exit(var code) => $"exit {code}",
                _ => happened.ToString(),
            });
        }

        return [.. seen];
    }

    private sealed class NoRooms : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}

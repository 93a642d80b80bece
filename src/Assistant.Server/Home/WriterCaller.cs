using System.Net.Sockets;
using System.Runtime.CompilerServices;
using Assistant.Server.Lines;

namespace Assistant.Server.Home;

/// <summary>The caller's side of the socket: hands work to the writer of a home and gives what happens there.</summary>
internal sealed class WriterCaller : IAsyncDisposable
{
    private readonly WorkPipe pipe;

    private WriterCaller(WorkPipe pipe) => this.pipe = pipe;

    /// <summary>Hands work over.</summary>
    /// <returns>The caller's end, or null when nobody took the work: the writer is ending, or not listening yet.</returns>
    public static async Task<WriterCaller?> HandOverAsync(WriterAddress address, WorkRequest request, CancellationToken cancellationToken)
    {
        Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        WorkPipe? pipe = null;
        var taken = false;
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(address.Socket), cancellationToken);
            pipe = new(socket);
            await pipe.SendAsync(request, WireJson.Shared.WorkRequest, cancellationToken);
            taken = await pipe.ReceiveAsync(WireJson.Shared.WorkEvent, cancellationToken) is WorkEvent.Accepted;
            return taken ? new(pipe) : null;
        }
        catch (Exception e) when (e is SocketException or IOException or ArgumentException)
        {
            return null;
        }
        finally
        {
            if (!taken)
            {
                await (pipe?.DisposeAsync() ?? ValueTask.CompletedTask);
                socket.Dispose();
            }
        }
    }

    /// <summary>What happens, to the end; a writer that dies on the way ends it with <c>writer_ended</c>.</summary>
    public async IAsyncEnumerable<WorkEvent> EventsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (await pipe.ReceiveAsync(WireJson.Shared.WorkEvent, cancellationToken) is { } happened)
        {
            yield return happened;
            if (happened is WorkEvent.Exit)
            {
                yield break;
            }
        }

        yield return new WorkEvent.Failed(new(
            "writer_ended",
            "The process that was writing to this home ended before the work was done.",
            "Run the same command again: what is done is left alone, the rest goes on."));
        yield return new WorkEvent.Exit(CommandLine.ExitCodes.Failed);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => pipe.DisposeAsync();
}

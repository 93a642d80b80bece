using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Assistant.Inference.Workers;

/// <summary>Where one worker listens: a socket in a folder that only its owner can enter, or a port where sockets can't be had.</summary>
internal sealed class WorkerAddress : IDisposable
{
    // sockaddr_un holds 108 bytes on Linux and 104 on macOS, the closing zero included.
    private const int MostPathBytes = 100;

    private readonly string? folder;
    private EndPoint? point;

    private WorkerAddress(string? folder)
    {
        this.folder = folder;
        if (folder is not null)
        {
            Socket = Path.Combine(folder, "socket");
            point = new UnixDomainSocketEndPoint(Socket);
        }
    }

    /// <summary>The socket's path; null for a port.</summary>
    public string? Socket { get; }

    /// <summary>Makes a new one.</summary>
    public static WorkerAddress Create()
    {
        if (!System.Net.Sockets.Socket.OSSupportsUnixDomainSockets)
        {
            return new(folder: null);
        }

        // Made with the rights 0700 before the socket is in it.
        var folder = Directory.CreateTempSubdirectory("assistant-worker-").FullName;
        if (Encoding.UTF8.GetByteCount(Path.Combine(folder, "socket")) <= MostPathBytes)
        {
            return new(folder);
        }

        Directory.Delete(folder);
        return new(folder: null);
    }

    /// <summary>Takes the port that the worker says it has.</summary>
    public void Take(WorkerReady ready)
    {
        if (ready.Port is { } port)
        {
            point = new IPEndPoint(IPAddress.Loopback, port);
        }
    }

    /// <summary>Connects.</summary>
    public async ValueTask<Stream> ConnectAsync(CancellationToken cancellationToken)
    {
        var to = point ?? throw new InvalidOperationException("The worker has not said its port.");
        System.Net.Sockets.Socket socket = to is UnixDomainSocketEndPoint
            ? new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
            : new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(to, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            if (folder is not null && Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The system's own clean-up takes it.
        }
    }
}

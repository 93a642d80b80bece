using System.Net.Sockets;
using System.Text;

namespace Assistant.Server.Home;

/// <summary>Where the writer's Unix domain socket lies: a place that only the home's owner can enter.</summary>
internal sealed class WriterSocket : IDisposable
{
    // sockaddr_un holds 108 bytes on Linux and 104 on macOS, the closing zero included.
    private const int MaxPathBytes = 100;

    private readonly string folder;

    private WriterSocket(string folder)
    {
        this.folder = folder;
        Path = System.IO.Path.Combine(folder, "socket");
    }

    /// <summary>The socket's absolute path.</summary>
    public string Path { get; }

    /// <summary>Makes the place, in the home where the path is short enough, else among the temporary files.</summary>
    public static WriterSocket In(string home)
    {
        WriterSocket inside = new(System.IO.Path.Combine(home, ".writer"));
        if (Encoding.UTF8.GetByteCount(inside.Path) > MaxPathBytes)
        {
            // Made readable by its owner only.
            return new(Directory.CreateTempSubdirectory("assistant-").FullName);
        }

        // The folder is closed before the socket is in it: between bind and chmod of the socket itself others could connect.
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(inside.folder);
        }
        else
        {
            const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
            Directory.CreateDirectory(inside.folder, OwnerOnly);
            File.SetUnixFileMode(inside.folder, OwnerOnly);
        }

        File.Delete(inside.Path);
        return inside;
    }

    /// <summary>Listens on it.</summary>
    public Socket Listen()
    {
        Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Bind(new UnixDomainSocketEndPoint(Path));
            socket.Listen();
            return socket;
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
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The next writer replaces it.
        }
    }
}

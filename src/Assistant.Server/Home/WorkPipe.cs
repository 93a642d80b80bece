using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Assistant.Server.Home;

/// <summary>One connection between a caller and a writer: a line of JSON for each message.</summary>
internal sealed class WorkPipe(Socket socket) : IAsyncDisposable
{
    // A request names files; a hundred thousand long paths still fit.
    private const int MaxLine = 32 * 1024 * 1024;

    private readonly NetworkStream stream = new(socket, ownsSocket: true);
    private byte[] buffer = new byte[4096];
    private int filled;

    /// <summary>Sends one message.</summary>
    public async Task SendAsync<T>(T message, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        // Serialised JSON has no line feed in it: strings escape theirs.
        var line = Encoding.UTF8.GetBytes(JsonSerializer.Serialize(message, type) + "\n");
        await stream.WriteAsync(line, cancellationToken);
    }

    /// <summary>The next message, or null when the other side has gone, also in the middle of a line.</summary>
    /// <exception cref="JsonException">The line is not such a message, or is too long.</exception>
    public async Task<T?> ReceiveAsync<T>(JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        var searched = 0;
        while (true)
        {
            var end = buffer.AsSpan(searched, filled - searched).IndexOf((byte)'\n');
            if (end >= 0)
            {
                var line = searched + end;
                var message = JsonSerializer.Deserialize(buffer.AsSpan(0, line), type);
                filled -= line + 1;
                buffer.AsSpan(line + 1, filled).CopyTo(buffer);
                return message;
            }

            searched = filled;
            if (filled == buffer.Length)
            {
                if (filled >= MaxLine)
                {
                    throw new JsonException("The line is too long.");
                }

                Array.Resize(ref buffer, filled * 2);
            }

            var read = await ReadAsync(buffer.AsMemory(filled), cancellationToken);
            if (read == 0)
            {
                return null;
            }

            filled += read;
        }
    }

    /// <summary>Waits until the other side has gone. Only when nothing more is expected from it.</summary>
    public async Task GoneAsync(CancellationToken cancellationToken)
    {
        var scrap = new byte[256];
        while (await ReadAsync(scrap, cancellationToken) > 0)
        {
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => stream.DisposeAsync();

    // A killed process closes its socket with a reset when unread bytes are left: for us it has gone, that is all.
    private async ValueTask<int> ReadAsync(Memory<byte> target, CancellationToken cancellationToken)
    {
        try
        {
            return await stream.ReadAsync(target, cancellationToken);
        }
        catch (IOException e) when (e.InnerException is SocketException)
        {
            return 0;
        }
    }
}

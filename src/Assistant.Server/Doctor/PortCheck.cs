using System.Net;
using System.Net.Sockets;
using Assistant.Server.Home;
using Assistant.Server.Lines;
using Assistant.Server.Serving;

namespace Assistant.Server.Doctor;

/// <summary>Looks whether the server could listen where it is told to.</summary>
internal static class PortCheck
{
    private const string Name = "port";

    /// <summary>Looks.</summary>
    /// <param name="points">Where the server would listen.</param>
    /// <param name="writer">Who writes to the home, or null.</param>
    public static DoctorCheck Look(IReadOnlyList<IPEndPoint> points, WriterAddress? writer)
    {
        foreach (var point in points)
        {
            using Socket socket = new(point.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                socket.Bind(point);
            }
            catch (SocketException) when (writer is not null && writer.Urls.Contains(ListenUrls.Of(point), StringComparer.Ordinal))
            {
                return new(Name, DoctorState.Ok, $"This home is served at {ListenUrls.Of(point)}.");
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
                return new(
                    Name,
                    DoctorState.Warn,
                    $"Another program listens at {ListenUrls.Of(point)}.",
                    $"Start the server elsewhere, such as: assistant serve --urls http://127.0.0.1:{point.Port % 60_000 + 1}");
            }
            catch (SocketException e)
            {
                return new(Name, DoctorState.Warn, $"The server cannot listen at {ListenUrls.Of(point)}: {e.Message}", "Give another address with --urls.");
            }
        }

        return new(Name, DoctorState.Ok, $"Free: {string.Join(", ", points.Select(ListenUrls.Of))}.");
    }
}

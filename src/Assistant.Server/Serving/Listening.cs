using System.Net.Sockets;
using Assistant.Core;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;

namespace Assistant.Server.Serving;

/// <summary>The beginning and the middle of every verb that serves.</summary>
internal static class Listening
{
    /// <summary>Starts a server.</summary>
    /// <exception cref="AssistantException">It cannot listen where it should (<c>port_in_use</c>, <c>bad_url</c>).</exception>
    public static async Task StartAsync(WebApplication app, CancellationToken cancellationToken)
    {
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (IOException e) when (e.InnerException is AddressInUseException)
        {
            throw new AssistantException(
                "port_in_use",
                $"Another program listens there already: {e.Message}",
                "Give another port, such as --urls http://127.0.0.1:5099.",
                e);
        }
        catch (SocketException e)
        {
            throw new AssistantException("bad_url", $"The server cannot listen there: {e.Message}", "Give another address with --urls.", e);
        }
    }

    /// <summary>Where it listens.</summary>
    public static string[] Addresses(WebApplication app) =>
        [.. app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses];

    /// <summary>Waits until the verb is told to stop.</summary>
    public static async Task UntilAsync(CancellationToken cancellationToken)
    {
        TaskCompletionSource stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = cancellationToken.Register(() => stopped.TrySetResult());
        await stopped.Task;
    }
}

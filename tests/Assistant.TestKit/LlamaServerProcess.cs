using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Assistant.TestKit;

/// <summary>llama.cpp's own server as a process on a free port of this machine.</summary>
public sealed class LlamaServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartWithin = TimeSpan.FromMinutes(5);

    private readonly Process process;
    private readonly StringBuilder said = new();

    private LlamaServerProcess(Process process, Uri address)
    {
        this.process = process;
        Address = address;
        process.OutputDataReceived += (_, line) => Heard(line.Data);
        process.ErrorDataReceived += (_, line) => Heard(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Where it listens, without a path.</summary>
    public Uri Address { get; }

    /// <summary>Starts it and waits until its model is loaded.</summary>
    /// <param name="program">llama-server.</param>
    /// <param name="model">A GGUF file.</param>
    /// <param name="arguments">More of its command line.</param>
    /// <exception cref="InvalidOperationException">It ended; the message has what it said.</exception>
    public static async Task<LlamaServerProcess> StartAsync(string program, string model, params string[] arguments)
    {
        var port = FreePort();
        ProcessStartInfo start = new(program) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Path.GetDirectoryName(Path.GetFullPath(program)) };
        foreach (var argument in (string[])["-m", model, "--host", "127.0.0.1", "--port", port.ToString(CultureInfo.InvariantCulture), .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        LlamaServerProcess server = new(Process.Start(start)!, new($"http://127.0.0.1:{port}"));
        try
        {
            await server.LoadedAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends it at once.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.Kill();
            await process.WaitForExitAsync();
        }

        process.Dispose();
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task LoadedAsync()
    {
        using CancellationTokenSource ending = new(StartWithin);
        using SocketsHttpHandler handler = new();
        using HttpMessageInvoker client = new(handler);
        while (!await IsReadyAsync(client, ending.Token))
        {
            if (process.HasExited)
            {
                throw new InvalidOperationException($"llama-server ended: {Said()}");
            }

            await Task.Delay(100, ending.Token);
        }
    }

    private async Task<bool> IsReadyAsync(HttpMessageInvoker client, CancellationToken cancellationToken)
    {
        try
        {
            using HttpRequestMessage request = new(HttpMethod.Get, new Uri(Address, "health"));
            using var response = await client.SendAsync(request, cancellationToken);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private void Heard(string? line)
    {
        lock (said)
        {
            said.AppendLine(line);
        }
    }

    private string Said()
    {
        lock (said)
        {
            return said.ToString();
        }
    }
}

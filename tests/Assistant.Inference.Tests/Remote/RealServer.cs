using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Assistant.Inference.Tests.Remote;

/// <summary>llama.cpp's own server as a process, where the environment variable LLAMA_SERVER names it.</summary>
internal sealed class RealServer : IAsyncDisposable
{
    private static readonly TimeSpan StartWithin = TimeSpan.FromMinutes(2);

    private readonly Process process;

    private RealServer(Process process, string url) => (this.process, Url) = (process, url);

    public string Url { get; }

    /// <summary>Starts it with a model and waits until that is loaded.</summary>
    public static async Task<RealServer> StartOrSkipAsync(string model, params string[] arguments)
    {
        var program = Environment.GetEnvironmentVariable("LLAMA_SERVER");
        Assert.SkipWhen(string.IsNullOrEmpty(program), "LLAMA_SERVER doesn't name llama.cpp's server (docs/benchmarks/engine.md says how it is built).");

        var port = FreePort();
        ProcessStartInfo start = new(program!) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Path.GetDirectoryName(program) };
        foreach (var argument in (string[])["-m", model, "--host", "127.0.0.1", "--port", port.ToString(CultureInfo.InvariantCulture), .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        StringBuilder said = new();
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) => said.AppendLine(line.Data);
        process.ErrorDataReceived += (_, line) => said.AppendLine(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        RealServer server = new(process, $"http://127.0.0.1:{port}/v1");
        using CancellationTokenSource ending = new(StartWithin);
        using SocketsHttpHandler handler = new();
        using HttpMessageInvoker client = new(handler);
        while (!await IsReadyAsync(client, port, ending.Token))
        {
            Assert.False(process.HasExited, $"llama-server ended: {said}");
            await Task.Delay(100, ending.Token);
        }

        return server;
    }

    public async ValueTask DisposeAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    private static async Task<bool> IsReadyAsync(HttpMessageInvoker client, int port, CancellationToken cancellationToken)
    {
        try
        {
            using HttpRequestMessage request = new(HttpMethod.Get, new Uri($"http://127.0.0.1:{port}/health"));
            using var response = await client.SendAsync(request, cancellationToken);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

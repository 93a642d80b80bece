using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Assistant.Benchmarks.Engine;

/// <summary>llama.cpp's own server as a process.</summary>
internal sealed class LlamaServer : IChatEngine
{
    private readonly Process process;
    private readonly HttpClient client;

    private LlamaServer(Process process, HttpClient client)
    {
        this.process = process;
        this.client = client;
    }

    /// <inheritdoc/>
    public string Name => "llama-server";

    /// <summary>Starts it and waits until the model is loaded.</summary>
    public static async Task<LlamaServer> StartAsync(EngineBenchmarkOptions options, string model, params string[] more)
    {
        var port = FreePort();
        ProcessStartInfo start = new(options.LlamaServer)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetDirectoryName(Path.GetFullPath(options.LlamaServer)),
        };
        var threads = options.Threads.ToString(CultureInfo.InvariantCulture);
        foreach (var argument in (string[])["-m", model, "--host", "127.0.0.1", "--port", port.ToString(CultureInfo.InvariantCulture), "-t", threads, "-tb", threads, .. more])
        {
            start.ArgumentList.Add(argument);
        }

        var process = Process.Start(start)!;
        StringBuilder said = new();
        process.OutputDataReceived += (_, line) => said.AppendLine(line.Data);
        process.ErrorDataReceived += (_, line) => said.AppendLine(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
#pragma warning disable RS0030 // The outermost layer of a program of its own.
        HttpClient client = new() { BaseAddress = new($"http://127.0.0.1:{port}"), Timeout = TimeSpan.FromMinutes(10) };
#pragma warning restore RS0030
        while (!await IsReadyAsync(client))
        {
            if (process.HasExited)
            {
                throw new InvalidOperationException($"llama-server ended: {said}");
            }

            await Task.Delay(100);
        }

        return new(process, client);
    }

    /// <inheritdoc/>
    /// <remarks>Takes the tokens as they are, so that both sides compute the very same prompt.</remarks>
    public async Task<EngineAnswer> AskAsync(EnginePrompt prompt, int tokens, bool reuse)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, "/completion")
        {
            Content = JsonContent.Create(new { prompt = prompt.Tokens, n_predict = tokens, temperature = 0, top_k = 1, cache_prompt = reuse, stream = true, ignore_eos = true }),
        };
        var start = Stopwatch.GetTimestamp();
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        response.EnsureSuccessStatusCode();
        using StreamReader reader = new(await response.Content.ReadAsStreamAsync());
        var first = double.NaN;
        var last = "";

        // Only the last line is parsed: this client's work must not count against the server.
        while (await reader.ReadLineAsync() is { } line)
        {
            if (line.Length > 0)
            {
                last = line;
                first = double.IsNaN(first) ? Stopwatch.GetElapsedTime(start).TotalMilliseconds : first;
            }
        }

        var total = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        var timings = JsonElement.Parse(last["data:".Length..]).GetProperty("timings");
        return new("", timings.GetProperty("predicted_n").GetInt32(), timings.GetProperty("cache_n").GetInt32(), first, total);
    }

    /// <summary>The vectors of texts; what is told is how long it took and how many tokens they had.</summary>
    public async Task<(double Milliseconds, int Tokens)> EmbedAsync(IReadOnlyList<string> texts)
    {
        var start = Stopwatch.GetTimestamp();
        using var response = await client.PostAsJsonAsync("/v1/embeddings", new { input = texts, encoding_format = "base64" });
        var body = await response.Content.ReadAsByteArrayAsync();
        var elapsed = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        response.EnsureSuccessStatusCode();
        return (elapsed, JsonElement.Parse(body).GetProperty("usage").GetProperty("prompt_tokens").GetInt32());
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        if (!process.HasExited)
        {
            process.Kill();
            await process.WaitForExitAsync();
        }

        process.Dispose();
    }

    private static async Task<bool> IsReadyAsync(HttpClient client)
    {
        try
        {
            using var response = await client.GetAsync("/health");
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

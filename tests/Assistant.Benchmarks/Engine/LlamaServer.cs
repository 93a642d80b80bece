using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Assistant.TestKit;

namespace Assistant.Benchmarks.Engine;

/// <summary>llama.cpp's own server as a process.</summary>
internal sealed class LlamaServer : IChatEngine
{
    private readonly LlamaServerProcess process;
    private readonly HttpClient client;

    private LlamaServer(LlamaServerProcess process, HttpClient client)
    {
        this.process = process;
        this.client = client;
    }

    /// <inheritdoc/>
    public string Name => "llama-server";

    /// <summary>Starts it and waits until the model is loaded.</summary>
    public static async Task<LlamaServer> StartAsync(EngineBenchmarkOptions options, string model, params string[] more)
    {
        var threads = options.Threads.ToString(CultureInfo.InvariantCulture);
        var process = await LlamaServerProcess.StartAsync(options.LlamaServer, model, ["-t", threads, "-tb", threads, .. more]);
#pragma warning disable RS0030 // The outermost layer of a program of its own.
        HttpClient client = new() { BaseAddress = process.Address, Timeout = TimeSpan.FromMinutes(10) };
#pragma warning restore RS0030
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
        await process.DisposeAsync();
    }
}

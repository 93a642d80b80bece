using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Assistant.Inference.Tests.Remote;

/// <summary>A server on a real port that answers as it is told, one answer after the other.</summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentQueue<RequestDelegate> answers;

    private ScriptedServer(WebApplication app, ConcurrentQueue<RequestDelegate> answers)
    {
        this.app = app;
        this.answers = answers;
    }

    public string Url => app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First();

    public ConcurrentQueue<(string Path, string? Key, JsonElement Body)> Requests { get; } = new();

    public static async Task<ScriptedServer> StartAsync(params RequestDelegate[] answers)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        ScriptedServer server = new(builder.Build(), new(answers));
        server.app.Run(server.AnswerAsync);
        await server.app.StartAsync(TestContext.Current.CancellationToken);
        return server;
    }

    /// <summary>JSON with a status.</summary>
    public static RequestDelegate Json(int status, string json, string? retryAfter = null) => http =>
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        if (retryAfter is not null)
        {
            http.Response.Headers.RetryAfter = retryAfter;
        }

        return http.Response.WriteAsync(json);
    };

    /// <summary>A stream of these events, whatever comes after them.</summary>
    public static RequestDelegate Events(params string[] events) => async http =>
    {
        http.Response.ContentType = "text/event-stream";
        foreach (var data in events)
        {
            await http.Response.WriteAsync($"data: {data}\n\n");
            await http.Response.Body.FlushAsync();
        }
    };

    /// <summary>A stream of these events that then breaks off, once they were heard: cutting a connection also loses what the other side has not read.</summary>
    public static RequestDelegate BrokenOff(Task heard, params string[] events) => async http =>
    {
        await Events(events)(http);
        await heard;
        http.Abort();
    };

    /// <summary>Says nothing until the caller goes away.</summary>
    public static RequestDelegate Silence { get; } = http => Task.Delay(Timeout.Infinite, http.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);

    /// <summary>A piece of an answer.</summary>
    public static string Piece(string text) => $$$"""{"id":"a","model":"far","choices":[{"index":0,"delta":{"content":{{{JsonSerializer.Serialize(text)}}}}}]}""";

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task AnswerAsync(HttpContext http)
    {
        using StreamReader reader = new(http.Request.Body, Encoding.UTF8);
        Requests.Enqueue((http.Request.Path, http.Request.Headers.Authorization.ToString() is { Length: > 0 } key ? key : null, JsonElement.Parse(await reader.ReadToEndAsync())));
        if (answers.TryDequeue(out var answer))
        {
            await answer(http);
        }
        else
        {
            http.Response.StatusCode = StatusCodes.Status418ImATeapot;
        }
    }
}

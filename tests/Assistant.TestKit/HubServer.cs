using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Assistant.TestKit;

/// <summary>
/// A model hub on this machine that behaves like the public one: the hub describes files and leads to a storage on another port by
/// a signed address that works once.
/// </summary>
public sealed class HubServer : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentDictionary<string, HubServerFile> files = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, HubServerFile> signed = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, (byte[] Bytes, bool TellsLength)> documents = new(StringComparer.Ordinal);
    private int hubPort;
    private int storagePort;

    private HubServer(WebApplication app) => this.app = app;

    /// <summary>The hub's address.</summary>
    public Uri Address => new($"http://127.0.0.1:{hubPort}");

    /// <summary>All requests so far.</summary>
    public ConcurrentQueue<HubServerRequest> Requests { get; } = new();

    /// <summary>Starts one.</summary>
    public static async Task<HubServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0);
            kestrel.Listen(IPAddress.Loopback, 0);
        });
        HubServer server = new(builder.Build());
        server.app.Run(server.AnswerAsync);
        await server.app.StartAsync();
        int[] ports = [.. server.app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Select(address => new Uri(address).Port)];
        (server.hubPort, server.storagePort) = (ports[0], ports[1]);
        return server;
    }

    /// <summary>Publishes a file on the branch <c>main</c>.</summary>
    public HubServerFile Add(string repository, string path, byte[] content)
    {
        HubServerFile file = new(content);
        files[$"/{repository}/resolve/main/{path}"] = file;
        return file;
    }

    /// <summary>Serves bytes at a place of its own, such as a registry's; the place is compared as it was sent.</summary>
    public void Serve(string place, byte[] bytes, bool tellsLength = true) => documents[place] = (bytes, tellsLength);

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    private Task AnswerAsync(HttpContext context)
    {
        var atStorage = context.Connection.LocalPort == storagePort;
        Requests.Enqueue(new(
            context.Request.Method,
            context.Request.Path.Value!,
            atStorage,
            context.Request.Headers.Authorization.ToString(),
            context.Request.Headers.Range.ToString(),
            context.Request.Headers.AcceptEncoding.ToString()));
        return atStorage ? StorageAsync(context) : HubAsync(context);
    }

    private async Task HubAsync(HttpContext context)
    {
        if (documents.TryGetValue(context.Features.Get<IHttpRequestFeature>()!.RawTarget, out var document))
        {
            context.Response.ContentLength = document.TellsLength ? document.Bytes.Length : null;
            await context.Response.Body.WriteAsync(document.Bytes, context.RequestAborted);
            return;
        }

        if (!files.TryGetValue(context.Request.Path.Value!, out var file))
        {
            context.Response.StatusCode = 404;
            context.Response.Headers["X-Error-Code"] = "EntryNotFound";
            return;
        }

        if (file.Refusals.TryDequeue(out var refusal))
        {
            context.Response.StatusCode = refusal.Status;
            foreach (var (name, value) in refusal.Headers)
            {
                context.Response.Headers[name] = value;
            }

            return;
        }

        if (file.RenamedTo is { } place)
        {
            context.Response.StatusCode = 307;
            context.Response.Headers.Location = place;
            return;
        }

        if (file.TellsState)
        {
            context.Response.Headers["X-Repo-Commit"] = file.Commit;
            context.Response.Headers["X-Linked-Etag"] = $"\"{file.Sha256}\"";
            context.Response.Headers["X-Linked-Size"] = file.Content.Length.ToString(CultureInfo.InvariantCulture);
        }

        if (!file.IsStoredElsewhere)
        {
            await SendAsync(context, file);
            return;
        }

        var signature = Guid.NewGuid().ToString("N");
        signed[signature] = file;
        context.Response.StatusCode = 302;
        context.Response.Headers.Location = file.LeadsTo ?? $"http://127.0.0.1:{storagePort}/blob?signature={signature}";
    }

    private async Task StorageAsync(HttpContext context)
    {
        context.Response.Headers.ETag = "\"another-hash-of-the-storage\"";
        if (!signed.TryRemove(context.Request.Query["signature"].ToString(), out var file))
        {
            context.Response.StatusCode = 403;
            return;
        }

        await SendAsync(context, file);
    }

    private static async Task SendAsync(HttpContext context, HubServerFile file)
    {
        var content = file.Content;
        var from = file.TakesRanges && context.Request.Headers.Range.ToString() is { Length: > 0 } range
            ? int.Parse(range["bytes=".Length..].TrimEnd('-'), CultureInfo.InvariantCulture)
            : 0;
        if (from >= content.Length && from > 0)
        {
            context.Response.StatusCode = 416;
            return;
        }

        if (from > 0)
        {
            context.Response.StatusCode = 206;
            context.Response.Headers.ContentRange = $"bytes {from}-{content.Length - 1}/{content.Length}";
        }

        context.Response.ContentLength = content.Length - from;
        if (HttpMethods.IsHead(context.Request.Method))
        {
            return;
        }

        var end = file.Cuts.TryDequeue(out var cut) ? Math.Min(content.Length, from + cut) : content.Length;
        while (from < end)
        {
            var size = Math.Min(file.ChunkBytes, end - from);
            await context.Response.Body.WriteAsync(content.AsMemory(from, size), context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            from += size;
            file.Sent += size;
            if (file.Gate is { } gate && from >= file.GateAfter)
            {
                await gate.WaitAsync(context.RequestAborted);
            }
        }

        if (end < content.Length)
        {
            // What was written leaves first: aborting drops what is still in the server's own buffers.
            await Task.Delay(100);
            context.Abort();
        }
    }
}

using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using Assistant.Inference.Wire;
using Microsoft.AspNetCore.Http;

namespace Assistant.Inference.Serving;

/// <summary>Writes server-sent events. They leave when they are flushed, so that events that come together leave together.</summary>
internal sealed class EventStream : IDisposable
{
    private readonly PipeWriter body;
    private readonly Utf8JsonWriter writer;

    /// <summary>Begins the response.</summary>
    public EventStream(HttpResponse response)
    {
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-store";
        body = response.BodyWriter;
        writer = new(body);
    }

    /// <summary>Writes an event.</summary>
    public void Write(ChatCompletion data)
    {
        body.Write("data: "u8);
        JsonSerializer.Serialize(writer, data, WireJson.Default.ChatCompletion);
        writer.Flush();
        writer.Reset();
        body.Write("\n\n"u8);
    }

    /// <summary>Writes the mark of a whole answer.</summary>
    public void WriteDone() => body.Write("data: [DONE]\n\n"u8);

    /// <summary>Sends what was written.</summary>
    public ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken) => body.FlushAsync(cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => writer.Dispose();
}

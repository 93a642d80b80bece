using System.Text.Json;
using Assistant.Inference.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Assistant.Inference.Serving;

/// <summary><c>POST /v1/chat/completions</c>.</summary>
internal sealed class ChatEndpoint(
    ServedModels models, ServingFigures figures, IOptions<ModelServingOptions> limits, TimeProvider time, ILogger<ChatEndpoint> logger)
{
    // Words that are made faster than this leave together: eyes see no difference, and each packet wakes threads in both processes, on
    // processors that compute. A word that comes later leaves at once.
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(40);

    /// <summary>Answers.</summary>
    public async Task HandleAsync(HttpContext http)
    {
        var request = await RequestBody.ReadAsync(http, WireJson.Default.ChatCompletionRequest);
        var messages = ChatRequestReader.Messages(request, limits.Value);

        // Who doesn't say who asks is taken for his machine. The worker's socket has none: what says nothing there is a caller of its own.
        var options = ChatRequestReader.Options(request with { User = request.User ?? http.Connection.RemoteIpAddress?.ToString() }, limits.Value);
        var model = models.Find(ModelKind.Chat, request.Model);
        ChatEvents events = new(model.Name, time.GetUtcNow());
        var client = model.Chat!();
        if (request.Stream == true)
        {
            await StreamAsync(http, client.GetStreamingResponseAsync(messages, options, http.RequestAborted), events, request.StreamOptions?.IncludeUsage == true);
        }
        else
        {
            var answer = events.Whole(await client.GetResponseAsync(messages, options, http.RequestAborted));
            http.Response.ContentType = "application/json";
            await JsonSerializer.SerializeAsync(http.Response.BodyWriter, answer, WireJson.Default.ChatCompletion, http.RequestAborted);
        }

        figures.Answered(events.Usage);
    }

    private async Task StreamAsync(HttpContext http, IAsyncEnumerable<ChatResponseUpdate> answer, ChatEvents events, bool withUsage)
    {
        // What fails before the first words still gets a status of its own.
        await using var updates = answer.GetAsyncEnumerator(http.RequestAborted);
        var more = await updates.MoveNextAsync();
        using EventStream stream = new(http.Response);
        Task? gathered = null;
        long? flushed = null;
        try
        {
            while (more)
            {
                if (events.Of(updates.Current) is { } piece)
                {
                    stream.Write(piece);
                }

                var next = updates.MoveNextAsync().AsTask();
                if (!next.IsCompleted && flushed is { } last && Gathering - time.GetElapsedTime(last) is { Ticks: > 0 } rest)
                {
                    await Task.WhenAny(next, gathered ??= Task.Delay(rest, time));
                }

                // Flushing ends by itself when the caller goes away, and must not throw while the next piece is under way.
                if (!next.IsCompleted)
                {
                    await stream.FlushAsync(CancellationToken.None);
                    (flushed, gathered) = (time.GetTimestamp(), null);
                }

                more = await next;
            }

            stream.Write(events.End());
            if (withUsage)
            {
                stream.Write(events.Tokens());
            }

            stream.WriteDone();
        }
        catch (Exception e) when (!http.RequestAborted.IsCancellationRequested)
        {
            // The status is sent; OpenAI and llama.cpp's server tell it in the stream.
            logger.AnswerBroken(e);
            stream.Write(new() { Error = ServingFault.Of(e).Error });
        }

        await stream.FlushAsync(http.RequestAborted);
    }
}

using System.Text;
using System.Text.Json;
using Assistant.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Assistant.Channels.Web;

/// <summary>An answer as server-sent events: <c>step</c>, <c>words</c>, <c>citation</c>, and exactly one <c>finished</c>.</summary>
internal sealed class AnswerStream(Question question) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var services = httpContext.RequestServices;
        var keepAlive = services.GetRequiredService<IOptions<WebChannelOptions>>().Value.KeepAlive;
        var time = services.GetRequiredService<TimeProvider>();
        var left = httpContext.RequestAborted;

        var response = httpContext.Response;
        response.ContentType = "text/event-stream; charset=utf-8";
        response.Headers.CacheControl = "no-store";
        // nginx would hold the events back until its buffer is full.
        response.Headers["X-Accel-Buffering"] = "no";
        httpContext.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        try
        {
            await response.StartAsync(left);
            await using var events = services.GetRequiredService<AnswerReader>().ReadAsync(question, left).GetAsyncEnumerator(left);
            while (await NextAsync(events, response, keepAlive, time, left))
            {
                await WriteAsync(response, Frame(events.Current), left);
            }
        }
        catch (OperationCanceledException) when (left.IsCancellationRequested)
        {
            services.GetRequiredService<ILogger<AnswerStream>>().AskerLeft();
        }
        catch (IOException) when (left.IsCancellationRequested)
        {
            services.GetRequiredService<ILogger<AnswerStream>>().AskerLeft();
        }
    }

    /// <summary>Waits for the next event, with a comment now and then so that nobody on the way takes the silence for an end.</summary>
    private static async Task<bool> NextAsync(
        IAsyncEnumerator<AnswerEvent> events, HttpResponse response, TimeSpan keepAlive, TimeProvider time, CancellationToken cancellationToken)
    {
        var next = events.MoveNextAsync().AsTask();
        try
        {
            while (true)
            {
                try
                {
                    return await next.WaitAsync(keepAlive, time, cancellationToken);
                }
                catch (TimeoutException) when (!next.IsCompleted)
                {
                    await WriteAsync(response, ": still here\n\n", cancellationToken);
                }
            }
        }
        finally
        {
            // An enumerator must not be disposed while it moves: wait for the assistant to see the cancellation.
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static string Frame(AnswerEvent @event) => @event switch
    {
        AnswerEvent.Step step => Frame("step", new StepData(step.At)),
        AnswerEvent.Words words => Frame("words", new WordsData(words.Text)),
        AnswerEvent.Cited cited => Frame("citation", cited.Citation),
        AnswerEvent.Finished finished => Frame("finished", finished.Answer),
        _ => throw new ArgumentOutOfRangeException(nameof(@event), @event, "An unknown event."),
    };

    // JSON has no raw line breaks, so that one data line is enough.
    private static string Frame<T>(string name, T data) => $"event: {name}\ndata: {JsonSerializer.Serialize(data, JsonSerializerOptions.Web)}\n\n";

    private static async Task WriteAsync(HttpResponse response, string frame, CancellationToken cancellationToken)
    {
        await response.Body.WriteAsync(Encoding.UTF8.GetBytes(frame), cancellationToken);
        await response.Body.FlushAsync(cancellationToken);
    }
}

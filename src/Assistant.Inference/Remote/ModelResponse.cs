using System.Net;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Assistant.Inference.Remote;

/// <summary>A response whose status is a success and whose body is still to be read.</summary>
/// <param name="message">The response.</param>
/// <param name="explain">What a failure while reading means.</param>
/// <param name="done">Told once, when it is read or given up; or null.</param>
/// <param name="patience">How long the other side may be silent; null for ever.</param>
/// <param name="time">The clock of patience.</param>
internal sealed class ModelResponse(
    HttpResponseMessage message, Func<Exception, ValueTask<LocalModelException>> explain, Action? done = null, TimeSpan? patience = null, TimeProvider? time = null) : IDisposable
{
    private Action? whenDone = done;

    /// <summary>Its status.</summary>
    public HttpStatusCode Status => message.StatusCode;

    /// <summary>Whether the other side has said that nothing follows: "[DONE]", or a whole reply instead of events.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>Reads the whole body.</summary>
    /// <exception cref="LocalModelException">It breaks off, or is of another shape.</exception>
    public async Task<T> ReadAsync<T>(JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            await using var stream = await OpenAsync(cancellationToken);
            var reply = await JsonSerializer.DeserializeAsync(stream, type, cancellationToken) ?? throw new JsonException("The reply is null.");
            IsClosed = true;
            return reply;
        }
        catch (Exception e) when (e is IOException or HttpRequestException or JsonException or TimeoutException)
        {
            throw await explain(e);
        }
    }

    /// <summary>Reads the body event by event; where it is no stream of events, the whole is one.</summary>
    /// <exception cref="LocalModelException">It breaks off, or is of another shape.</exception>
    public async IAsyncEnumerable<T> EventsAsync<T>(JsonTypeInfo<T> type, [EnumeratorCancellation] CancellationToken cancellationToken)
        where T : class
    {
        // A server that does not stream answers with the whole at once.
        if (message.Content.Headers.ContentType?.MediaType != "text/event-stream")
        {
            yield return await ReadAsync(type, cancellationToken);
            yield break;
        }

        await using var stream = await OpenAsync(cancellationToken);
        var parser = SseParser.Create(stream, (_, bytes) => Parse(bytes, type));
        await using var events = parser.EnumerateAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (true)
        {
            try
            {
                if (!await events.MoveNextAsync())
                {
                    yield break;
                }
            }
            catch (Exception e) when (e is IOException or HttpRequestException or JsonException or TimeoutException)
            {
                throw await explain(e);
            }

            if (IsClosed)
            {
                // Some servers hold the connection open still.
                yield break;
            }

            if (events.Current.Data is { } data)
            {
                yield return data;
            }
        }
    }

    /// <summary>What it means that the stream ended before it was whole.</summary>
    public ValueTask<LocalModelException> ExplainCutAsync() => explain(new EndOfStreamException("The stream ended before the answer was whole."));

    /// <inheritdoc/>
    public void Dispose()
    {
        message.Dispose();
        Interlocked.Exchange(ref whenDone, null)?.Invoke();
    }

    // "[DONE]" closes a stream; it is no JSON.
    private T? Parse<T>(ReadOnlySpan<byte> bytes, JsonTypeInfo<T> type)
        where T : class
    {
        IsClosed |= bytes is [(byte)'[', ..];
        return IsClosed || bytes.IsEmpty ? null : JsonSerializer.Deserialize(bytes, type);
    }

    private async Task<Stream> OpenAsync(CancellationToken cancellationToken)
    {
        var stream = await message.Content.ReadAsStreamAsync(cancellationToken);
        return patience is { } most ? new PatientStream(stream, most, time ?? TimeProvider.System) : stream;
    }
}

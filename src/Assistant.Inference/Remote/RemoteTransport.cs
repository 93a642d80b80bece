using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.Logging;

namespace Assistant.Inference.Remote;

/// <summary>The way to a server on the network.</summary>
internal sealed class RemoteTransport(RemoteServer server, RemoteModelsOptions options, HttpMessageInvoker http, TimeProvider time, ILogger logger) : IModelTransport
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(500);

    // Who wants to be asked later than that gets no second request: the caller is told instead.
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    public async Task<ModelResponse> PostAsync(ModelPath path, ReadOnlyMemory<byte> json, string model, CancellationToken cancellationToken)
    {
        for (var attempt = 0; ; attempt++)
        {
            var (response, failure) = await TryAsync(path, json, model, cancellationToken);
            if (response is { IsSuccessStatusCode: true })
            {
                return new(response, e => ValueTask.FromResult(BrokenOff(model, e)), patience: TimeSpan.FromSeconds(options.TimeoutSeconds), time: time);
            }

            var pause = PauseAfter(response, attempt);
            if (attempt == options.Retries || pause > LongestPause || !MayPass(response, failure))
            {
                using (response)
                {
                    throw failure ?? await RefusalAsync(response!, model, cancellationToken);
                }
            }

            logger.RemoteRetry(server.Host, response is null ? "no connection" : ((int)response.StatusCode).ToString(System.Globalization.CultureInfo.InvariantCulture), pause.TotalSeconds);
            response?.Dispose();
            await Task.Delay(pause, time, cancellationToken);
        }
    }

    // A request that was sent may be at work there: only what never arrived is sent again.
    private static bool MayPass(HttpResponseMessage? response, LocalModelException? failure) => response is null
        ? failure?.InnerException is OperationCanceledException or HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError }
        : response.StatusCode is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests
        or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout;

    private async Task<(HttpResponseMessage? Response, LocalModelException? Failure)> TryAsync(
        ModelPath path, ReadOnlyMemory<byte> json, string model, CancellationToken cancellationToken)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, server.AddressOf(path))
        {
            Content = new ReadOnlyMemoryContent(json) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
        };
        request.Headers.UserAgent.Add(new("Assistant", null));
        if (!string.IsNullOrEmpty(server.ApiKey))
        {
            request.Headers.Authorization = new("Bearer", server.ApiKey);
        }

        using CancellationTokenSource patience = new(TimeSpan.FromSeconds(options.TimeoutSeconds), time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            return (await http.SendAsync(request, linked.Token), null);
        }
        catch (HttpRequestException e)
        {
            return (null, Unreachable(model, e));
        }
        catch (OperationCanceledException e) when (!linked.IsCancellationRequested)
        {
            // Connecting has a time limit of its own.
            return (null, Unreachable(model, e));
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            // It may still be at work: the same again would make it worse.
            throw new LocalModelException($"The server of the model '{model}' at {server.Host} was silent for {options.TimeoutSeconds} s ({RemoteModelsOptions.Section}:{nameof(RemoteModelsOptions.TimeoutSeconds)}).", e);
        }
    }

    private LocalModelException Unreachable(string model, Exception failure) =>
        new($"The server of the model '{model}' at {server.Host} can't be reached: {failure.Message} See {server.Setting}Url.", failure);

    private TimeSpan PauseAfter(HttpResponseMessage? response, int attempt)
    {
#pragma warning disable CA5394 // Jitter is no secret.
        return AskedPause(response) ?? FirstPause * (Math.Pow(2, attempt) * (0.75 + (0.5 * Random.Shared.NextDouble())));
#pragma warning restore CA5394
    }

    private TimeSpan? AskedPause(HttpResponseMessage? response)
    {
        var asked = response?.Headers.RetryAfter;

        // A date may have passed on the way, or by a clock that goes wrong.
        return (asked?.Delta ?? (asked?.Date - time.GetUtcNow())) is { } wait ? wait > TimeSpan.Zero ? wait : TimeSpan.Zero : null;
    }

    private async Task<LocalModelException> RefusalAsync(HttpResponseMessage response, string model, CancellationToken cancellationToken)
    {
        var error = await ModelReply.ReadErrorAsync(response, TimeSpan.FromSeconds(options.TimeoutSeconds), time, cancellationToken);
        var said = error.Message is { Length: > 0 } words ? $" It says: {words}" : "";
        return response.StatusCode switch
        {
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => new($"The server at {server.Host} refuses the key of {server.Setting}ApiKey.{said}"),
            HttpStatusCode.NotFound => new($"The server at {server.Host} has no model '{model}', or nothing at this path. See {server.Setting}Model and {server.Setting}Url.{said}"),
            _ when error.Message is null => new($"The server at {server.Host} answered with status {(int)response.StatusCode} and no words that can be read."),
            _ => ModelReply.ExceptionOf(error, response.StatusCode, model, AskedPause(response)),
        };
    }

    private LocalModelException BrokenOff(string model, Exception failure) => new(
        failure is TimeoutException
            ? $"The server of the model '{model}' at {server.Host} fell silent for {options.TimeoutSeconds} s in mid-answer ({RemoteModelsOptions.Section}:{nameof(RemoteModelsOptions.TimeoutSeconds)})."
            : $"The answer of the model '{model}' at {server.Host} broke off: {failure.Message}",
        failure);
}

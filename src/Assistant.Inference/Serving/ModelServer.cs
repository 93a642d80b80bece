using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using Assistant.Inference.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Assistant.Inference.Serving;

/// <summary>Takes every request: finds its endpoint, checks key and limits, and tells failures in OpenAI's form.</summary>
/// <remarks>A dozen fixed paths need no router; without one the process is ready a tenth of a second earlier.</remarks>
internal sealed class ModelServer
{
    // What tells no more than that the server is up.
    private const string HealthPath = "/health";

    private readonly FrozenDictionary<string, (string Method, RequestDelegate Handle)> routes;
    private readonly ServingFigures figures;
    private readonly ModelServingOptions limits;
    private readonly ApiKeyCheck key;
    private readonly ILogger<ModelServer> logger;

    public ModelServer(
        ChatEndpoint chat,
        EmbeddingsEndpoint embeddings,
        RerankEndpoint rerank,
        ModelEndpoints models,
        ServingFigures figures,
        IOptions<ModelServingOptions> options,
        ILogger<ModelServer> logger)
    {
        this.figures = figures;
        this.logger = logger;
        limits = options.Value;
        key = new(limits.ApiKey);
        routes = new Dictionary<string, (string Method, RequestDelegate Handle)>
        {
            ["/v1/chat/completions"] = (HttpMethods.Post, chat.HandleAsync),
            ["/v1/embeddings"] = (HttpMethods.Post, embeddings.HandleAsync),
            ["/v1/rerank"] = (HttpMethods.Post, rerank.HandleAsync),
            ["/v1/models"] = (HttpMethods.Get, models.ListAsync),
            ["/models/load"] = (HttpMethods.Post, models.LoadAsync),
            ["/tokenize"] = (HttpMethods.Post, models.TokenizeAsync),
            [HealthPath] = (HttpMethods.Get, ModelEndpoints.HealthAsync),
            ["/metrics"] = (HttpMethods.Get, models.FiguresAsync),
        }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Serves a request.</summary>
    public async Task HandleAsync(HttpContext http)
    {
        var path = http.Request.Path.Value ?? "";
        var known = routes.TryGetValue(path, out var route);
        var running = figures.Enter();
        var isAbandoned = false;
        try
        {
            if (path != HealthPath && !key.Allows(http.Request))
            {
                http.Response.Headers.WWWAuthenticate = "Bearer";
                throw new ServingException(StatusCodes.Status401Unauthorized, "invalid_api_key", "The request has no key, or a wrong one. Send 'Authorization: Bearer KEY' with the key that this server was started with.");
            }

            if (!known)
            {
                throw new ServingException(StatusCodes.Status404NotFound, "unknown_path", $"There is nothing at this path. Known are: {string.Join(", ", routes.Keys.Order(StringComparer.Ordinal))}.");
            }

            if (!HttpMethods.Equals(http.Request.Method, route.Method))
            {
                http.Response.Headers.Allow = route.Method;
                throw new ServingException(StatusCodes.Status405MethodNotAllowed, "method_not_allowed", $"This path takes {route.Method} only.");
            }

            if (running > limits.MaxRequests && HttpMethods.IsPost(route.Method))
            {
                http.Response.Headers.RetryAfter = "1";
                throw new ServingException(StatusCodes.Status429TooManyRequests, "too_many_requests", $"{limits.MaxRequests} requests are being served; try again in a second.");
            }

            if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            {
                size.MaxRequestBodySize = limits.MaxBodyBytes;
            }

            await route.Handle(http);
        }
        catch (Exception) when (http.RequestAborted.IsCancellationRequested)
        {
            // Nobody listens any more.
            isAbandoned = true;
        }
        catch (Exception e) when (!http.Response.HasStarted)
        {
            await ExplainAsync(http, e);
        }
        finally
        {
            // 499 is nginx's word for a caller who went away.
            figures.Leave(known ? path.ToLowerInvariant() : "other", isAbandoned ? StatusCodes.Status499ClientClosedRequest : http.Response.StatusCode);
        }
    }

    private async Task ExplainAsync(HttpContext http, Exception exception)
    {
        var fault = ServingFault.Of(exception);
        if (fault.Status >= StatusCodes.Status500InternalServerError)
        {
            logger.RequestFailed(exception);
        }
        else if (exception is ArgumentException or NotSupportedException)
        {
            // Most likely the request's fault, but it may be ours.
            logger.RequestRefused(exception);
        }

        http.Response.StatusCode = fault.Status;
        if (fault.RetryAfter is { } wait)
        {
            http.Response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        }

        http.Response.ContentType = "application/json";
        await JsonSerializer.SerializeAsync(http.Response.BodyWriter, new ErrorResponse(fault.Error), WireJson.Default.ErrorResponse, http.RequestAborted);
    }
}

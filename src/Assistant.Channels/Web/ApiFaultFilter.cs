using Assistant.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace Assistant.Channels.Web;

/// <summary>Turns what a handler throws into the one error form of the API.</summary>
internal sealed class ApiFaultFilter(ILogger<ApiFaultFilter> logger) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        try
        {
            return await next(context);
        }
        catch (AssistantException e)
        {
            return Answer(ApiFault.From(e));
        }
        catch (BadHttpRequestException e)
        {
            // Kestrel's own refusals: a body over the limit, one that stops short, one that comes too slowly.
            return e.StatusCode == StatusCodes.Status413PayloadTooLarge
                ? Answer(new("body_too_large", "The request is too large.", null))
                : Results.Json(new ApiError(new("bad_request", "The request could not be read.", null)), statusCode: e.StatusCode);
        }
        catch (Exception e) when (!http.RequestAborted.IsCancellationRequested)
        {
            logger.RequestFailed(http.Request.Method, (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText, e);
            return Answer(ApiFault.Internal);
        }
        catch (Exception) when (http.RequestAborted.IsCancellationRequested)
        {
            // Nobody is left to read a response.
            return Results.Empty;
        }
    }

    private static IResult Answer(ApiFault fault) => Results.Json(new ApiError(fault), statusCode: fault.Status);
}

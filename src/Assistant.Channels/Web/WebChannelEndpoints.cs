using Assistant.Channels.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Microsoft.AspNetCore.Builder;

/// <summary>The website: the page and the API behind it.</summary>
public static class WebChannelEndpoints
{
    /// <summary>Maps the page at <c>/</c>, the API under <c>/api/v1</c> and its description at <c>/openapi/v1.json</c>.</summary>
    /// <remarks>Host, Origin and limits of addresses are the server's business.</remarks>
    public static IEndpointRouteBuilder MapWebChannel(this IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);

        endpoints.MapPage();
        endpoints.MapOpenApi("/openapi/{documentName}.json");

        var api = endpoints.MapGroup("/api/v1")
            .AddEndpointFilter<RouteGroupBuilder, ApiFaultFilter>()
            .WithMetadata(new ProducesResponseTypeMetadata(StatusCodes.Status400BadRequest, typeof(ApiError), ["application/json"]));
        api.MapAsk();
        api.MapSearch();
        api.MapDocuments();
        api.MapPassages();
        api.MapGet("/status", ([FromServices] GetWebStatus status) => TypedResults.Ok(status()))
            .WithName("status").WithTags("Status").WithSummary("Tells which version runs and which model answers.");
        api.Map("/{**rest}", (HttpContext context) => Unmatched(context, endpoints)).ExcludeFromDescription();
        return endpoints;
    }

    // Routing passes over an endpoint that does not take the body's type, so a wrong type also ends here.
    private static IResult Unmatched(HttpContext context, IEndpointRouteBuilder endpoints)
    {
        var path = context.Request.Path.Value!.TrimEnd('/');
        var isKnown = HttpMethods.IsPost(context.Request.Method) && endpoints.DataSources
            .SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .Any(endpoint => endpoint.RoutePattern.RawText?.TrimEnd('/') == path && endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Contains("POST") == true);
        var fault = isKnown
            ? new ApiFault("wrong_content_type", "This address does not take a body of that type.", "Send application/json, or multipart/form-data for an upload.")
            : new ApiFault("unknown_endpoint", "There is nothing at this address for this method.", "The API is described at /openapi/v1.json.");
        return Results.Json(new ApiError(fault), statusCode: fault.Status);
    }
}

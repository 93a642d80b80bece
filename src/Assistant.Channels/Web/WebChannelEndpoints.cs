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
        api.Map("/{**rest}", IResult () =>
        {
            ApiFault fault = new("unknown_endpoint", "There is nothing at this address for this method.", "The API is described at /openapi/v1.json.");
            return Results.Json(new ApiError(fault), statusCode: fault.Status);
        }).ExcludeFromDescription();
        return endpoints;
    }
}

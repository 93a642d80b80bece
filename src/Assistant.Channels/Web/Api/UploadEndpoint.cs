using Assistant.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace Assistant.Channels.Web;

internal static class UploadEndpoint
{
    public static void MapUpload(this IEndpointRouteBuilder documents) =>
        documents.MapPost("/", UploadAsync)
            .WithName("uploadDocuments")
            .WithSummary("Takes files in; they are read in the background.")
            .WithDescription(
                "A multipart form with one or more files. The collection is given in the query or as a form field before the files; "
                + "`default` when left out. A file that is refused does not stop the others: it stands in `rejected`.")
            .Accepts<IFormFile>("multipart/form-data")
            .Produces<UploadAnswer>(StatusCodes.Status202Accepted);

    private static async Task<IResult> UploadAsync(
        HttpContext context,
        UploadReader reader,
        VectorStates vectors,
        IOptions<WebChannelOptions> options,
        [FromQuery] string? collection,
        CancellationToken cancellationToken)
    {
        // Each file has its own limit, which the reader keeps while it streams; the server's limit for a whole request is far too small here.
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = null;
        }

        var (taken, rejected) = await reader.ReadAsync(context.Request, collection, options.Value, cancellationToken);
        if (taken.Count == 0)
        {
            var fault = rejected.Count > 0
                ? rejected[0].Error
                : throw new AssistantException("no_files", "The upload has no files.", "Send at least one file in a multipart form.");
            return Results.Json(new ApiError(fault), statusCode: fault.Status);
        }

        return Results.Accepted("/api/v1/documents", new UploadAnswer(await vectors.EntriesAsync(taken, cancellationToken), rejected));
    }
}

using Assistant.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Assistant.Channels.Web;

internal static class DocumentEndpoints
{
    public static void MapDocuments(this IEndpointRouteBuilder api)
    {
        api.MapGet("/collections", CollectionsAsync)
            .WithName("listCollections").WithTags("Documents").WithSummary("Lists the collections.");

        var documents = api.MapGroup("/documents").WithTags("Documents");
        documents.MapGet("/", ListAsync)
            .WithName("listDocuments").WithSummary("Lists documents and their states.");
        documents.MapGet("/{id}", ShowAsync)
            .WithName("showDocument").WithSummary("Shows one document and its state.");
        documents.MapPost("/{id}/retry", RetryAsync)
            .WithName("retryDocument").WithSummary("Reads a document again in the background.");
        documents.MapDelete("/{id}", DeleteAsync)
            .WithName("deleteDocument").WithSummary("Removes a document with everything that was made of it.");
        documents.MapGet("/{id}/original", OriginalAsync)
            .WithName("downloadOriginal").WithSummary("The document's bytes as they were handed in; ranges are served.")
            .Produces(StatusCodes.Status200OK, contentType: "application/octet-stream");
        documents.MapUpload();
    }

    private static async Task<Ok<CollectionList>> CollectionsAsync(HttpContext context, ReadableDocuments documents, CancellationToken cancellationToken) =>
        TypedResults.Ok(new CollectionList(await documents.CollectionsAsync(WebAsker.Of(context), cancellationToken)));

    private static async Task<Ok<DocumentList>> ListAsync(
        HttpContext context,
        ReadableDocuments documents,
        VectorStates vectors,
        [FromQuery] string? collection,
        CancellationToken cancellationToken)
    {
        var found = await documents.ListAsync(string.IsNullOrWhiteSpace(collection) ? null : collection, WebAsker.Of(context), cancellationToken);
        return TypedResults.Ok(new DocumentList(await vectors.EntriesAsync(found, cancellationToken)));
    }

    private static async Task<Ok<DocumentEntry>> ShowAsync(
        HttpContext context, ReadableDocuments documents, VectorStates vectors, string id, CancellationToken cancellationToken) =>
        TypedResults.Ok(await vectors.EntryAsync(await documents.GetAsync(id, WebAsker.Of(context), cancellationToken), cancellationToken));

    private static async Task<Accepted<DocumentEntry>> RetryAsync(
        HttpContext context, ReadableDocuments documents, IIngestion ingestion, VectorStates vectors, string id, CancellationToken cancellationToken)
    {
        var known = await documents.GetAsync(id, WebAsker.Of(context), cancellationToken);
        var queued = await ingestion.RetryAsync(known.Id, cancellationToken) ?? known;
        return TypedResults.Accepted($"/api/v1/documents/{Uri.EscapeDataString(queued.Id)}", await vectors.EntryAsync(queued, cancellationToken));
    }

    private static async Task<NoContent> DeleteAsync(
        HttpContext context, ReadableDocuments documents, IIngestion ingestion, string id, CancellationToken cancellationToken)
    {
        var known = await documents.GetAsync(id, WebAsker.Of(context), cancellationToken);
        await ingestion.DeleteAsync(known.Id, cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<IResult> OriginalAsync(
        HttpContext context, ReadableDocuments documents, IFileStore files, string id, CancellationToken cancellationToken)
    {
        var document = await documents.GetAsync(id, WebAsker.Of(context), cancellationToken);

        // What is cited is the published version, so that a newer original which waits or failed must not be shown for it.
        var hash = document.PublishedHash ?? document.ContentHash;
        var content = files.OpenRead(hash)
            ?? throw new AssistantException("original_gone", "The original of this document is no longer there.", "Hand the document in again.");
        return await OriginalFile.ServeAsync(context, document, hash, content, cancellationToken);
    }
}

using System.Text.Json.Serialization;
using Assistant.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Assistant.Channels.Web;

internal static class PassageEndpoints
{
    public static void MapPassages(this IEndpointRouteBuilder api)
    {
        api.MapGet("/documents/{id}/passages", OfDocumentAsync)
            .WithName("listPassages").WithTags("Documents").WithSummary("Lists the passages of a document in reading order.");
        api.MapGet("/passages/{id}", ShowAsync)
            .WithName("showPassage").WithTags("Documents").WithSummary("Shows one passage, with the ids of its neighbours.");
    }

    private static async Task<Ok<PassageList>> OfDocumentAsync(
        HttpContext context, ReadableDocuments documents, IPassageIndex index, string id, CancellationToken cancellationToken)
    {
        var asker = WebAsker.Of(context);
        var document = await documents.GetAsync(id, asker, cancellationToken);
        var passages = await index.PassagesAsync(document.Id, asker, cancellationToken);
        return TypedResults.Ok(new PassageList(document.Id, [.. passages.Select(PassageEntry.From)]));
    }

    private static async Task<Ok<PassageWithNeighbours>> ShowAsync(
        HttpContext context, ReadableDocuments documents, IPassageIndex index, string id, CancellationToken cancellationToken)
    {
        var asker = WebAsker.Of(context);
        var passage = await index.FindAsync(id, asker, cancellationToken)
            ?? throw new AssistantException("unknown_passage", "There is no such passage.", "Its document may have been replaced or removed since. Ask again.");
        List<Passage> all = [.. await index.PassagesAsync(passage.DocumentId, asker, cancellationToken)];
        var at = all.IndexOf(passage);
        var document = await documents.FindAsync(passage.DocumentId, asker, cancellationToken);
        return TypedResults.Ok(new PassageWithNeighbours(
            PassageEntry.From(passage),
            at > 0 ? all[at - 1].Id : null,
            at >= 0 && at + 1 < all.Count ? all[at + 1].Id : null,
            all.Count,
            document?.MediaType));
    }
}

/// <summary>The passages of a document.</summary>
internal sealed record PassageList([property: JsonPropertyName("document_id")] string DocumentId, IReadOnlyList<PassageEntry> Passages);

/// <summary>A passage in its document.</summary>
/// <param name="Passage">The passage.</param>
/// <param name="Previous">The id of the passage before it, or null.</param>
/// <param name="Next">The id of the passage after it, or null.</param>
/// <param name="Of">How many passages the document has.</param>
/// <param name="MediaType">The media type of the document, or null when its catalogue entry is gone.</param>
internal sealed record PassageWithNeighbours(
    PassageEntry Passage, string? Previous, string? Next, int Of, [property: JsonPropertyName("media_type")] string? MediaType);

using Assistant.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace Assistant.Channels.Web;

internal static class SearchEndpoint
{
    public static void MapSearch(this IEndpointRouteBuilder api) =>
        api.MapPost("/search", SearchAsync)
            .WithName("search")
            .WithTags("Answers")
            .WithSummary("Finds passages, best first.")
            .Accepts<SearchRequest>("application/json");

    private static async Task<Ok<SearchAnswer>> SearchAsync(
        HttpContext context,
        IRetriever retriever,
        ReadableDocuments documents,
        TimeProvider time,
        IOptions<WebChannelOptions> options,
        CancellationToken cancellationToken)
    {
        var request = await JsonBody.ReadAsync<SearchRequest>(context.Request, options.Value.MaxBodyBytes, cancellationToken);
        var question = request.ToQuestion(WebAsker.Of(context));
        var top = request.CheckedTop();
        await documents.RequireCollectionsAsync(question.Collections, question.Asker, cancellationToken);

        var start = time.GetTimestamp();
        var found = await retriever.RetrieveAsync(question, top, request.Mode, cancellationToken);
        return TypedResults.Ok(new SearchAnswer(
            question.Text,
            found.Mode,
            [.. found.Passages.Select((ranked, index) => SearchHit.From(ranked, index + 1))],
            (long)time.GetElapsedTime(start).TotalMilliseconds));
    }
}

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace Assistant.Channels.Web;

internal static class AskEndpoint
{
    public static void MapAsk(this IEndpointRouteBuilder api) =>
        api.MapPost("/ask", AskAsync)
            .WithName("ask")
            .WithTags("Answers")
            .WithSummary("Answers a question from the documents.")
            .WithDescription(
                "With `Accept: text/event-stream` the answer is streamed: `step` {step}, `words` {text}, `citation` (one of `citations`), "
                + "and at the end exactly one `finished` with the whole answer, also when it failed. Else one JSON object. "
                + "Closing the connection stops the answer.")
            .Accepts<AskRequest>("application/json")
            .Produces<AskAnswer>(StatusCodes.Status200OK, "application/json", "text/event-stream");

    private static async Task<IResult> AskAsync(
        HttpContext context, ReadableDocuments documents, AnswerReader answers, IOptions<WebChannelOptions> options, CancellationToken cancellationToken)
    {
        var request = await JsonBody.ReadAsync<AskRequest>(context.Request, options.Value.MaxBodyBytes, cancellationToken);
        var question = request.ToQuestion(WebAsker.Of(context));
        await documents.RequireCollectionsAsync(question.Collections, question.Asker, cancellationToken);

        if (WantsEvents(context.Request))
        {
            return new AnswerStream(question);
        }

        await foreach (var update in answers.ReadAsync(question, cancellationToken))
        {
            if (update is AnswerEvent.Finished finished)
            {
                // Before the first words nothing of the answer is lost by telling the fault as an error.
                return finished is { Fault: { } fault, Answer.Answer.Length: 0 }
                    ? Results.Json(new ApiError(fault), statusCode: fault.Status)
                    : Results.Ok(finished.Answer);
            }
        }

        throw new OperationCanceledException(cancellationToken);
    }

    private static bool WantsEvents(HttpRequest request) =>
        request.GetTypedHeaders().Accept.Any(type => type.MediaType.Equals("text/event-stream", StringComparison.OrdinalIgnoreCase));
}

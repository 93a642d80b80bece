using System.Text.Json;
using Assistant.Inference.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Assistant.Inference.Serving;

/// <summary><c>POST /v1/rerank</c>, in the form that llama.cpp's server, Jina and Cohere have.</summary>
internal sealed class RerankEndpoint(ServedModels models, ServingFigures figures, IOptions<ModelServingOptions> limits)
{
    /// <summary>Scores.</summary>
    public async Task HandleAsync(HttpContext http)
    {
        var request = await RequestBody.ReadAsync(http, WireJson.Default.RerankRequest);
        if (string.IsNullOrEmpty(request.Query))
        {
            throw ServingException.Invalid("query", "A query is wanted.");
        }

        if (request.Documents is not { Count: > 0 } documents)
        {
            throw ServingException.Invalid("documents", "At least one document is wanted.");
        }

        if (documents.Count > limits.Value.MaxTexts)
        {
            throw ServingException.Invalid("documents", $"There are {documents.Count} documents; at most {limits.Value.MaxTexts} are taken.");
        }

        if (documents.Any(document => document?.Text is null))
        {
            throw ServingException.Invalid("documents", "A document is null.");
        }

        if (request.TopN is <= 0)
        {
            throw ServingException.Invalid("top_n", "At least one result must be wanted.");
        }

        var model = models.Find(ModelKind.Reranker, request.Model);
        var scores = await model.Reranker!.RerankAsync(request.Query, [.. documents.Select(document => document.Text)], http.RequestAborted);
        var tokens = scores.Sum(score => (long)score.Tokens);
        RerankResponse response = new()
        {
            Object = "list",
            Model = model.Name,
            Usage = new() { PromptTokens = tokens, TotalTokens = tokens },
            Results = [.. scores
                .Select((score, index) => new RerankResult { Index = index, RelevanceScore = score.Score, Tokens = score.Tokens, Truncated = score.IsTruncated ? true : null })
                .OrderByDescending(result => result.RelevanceScore)
                .ThenBy(result => result.Index)
                .Take(request.TopN ?? int.MaxValue)],
        };
        http.Response.ContentType = "application/json";
        await JsonSerializer.SerializeAsync(http.Response.BodyWriter, response, WireJson.Default.RerankResponse, http.RequestAborted);
        figures.Embedded(documents.Count, tokens);
    }
}

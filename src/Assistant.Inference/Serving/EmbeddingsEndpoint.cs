using System.Text.Json;
using Assistant.Inference.Embeddings;
using Assistant.Inference.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;

namespace Assistant.Inference.Serving;

/// <summary><c>POST /v1/embeddings</c>.</summary>
internal sealed class EmbeddingsEndpoint(ServedModels models, ServingFigures figures, IOptions<ModelServingOptions> limits)
{
    /// <summary>Embeds.</summary>
    public async Task HandleAsync(HttpContext http)
    {
        var request = await RequestBody.ReadAsync(http, WireJson.Default.EmbeddingsRequest);
        if (request.Input is not { Count: > 0 } texts)
        {
            throw ServingException.Invalid("input", "At least one text is wanted.");
        }

        if (texts.Count > limits.Value.MaxTexts)
        {
            throw ServingException.Invalid("input", $"There are {texts.Count} texts; at most {limits.Value.MaxTexts} are taken.");
        }

        var asBase64 = request.EncodingFormat switch
        {
            null or "float" => false,
            "base64" => true,
            _ => throw ServingException.Invalid("encoding_format", $"'{request.EncodingFormat}' is not known. Use float or base64."),
        };
        if (request.InputType is not (null or "query" or "passage"))
        {
            throw ServingException.Invalid("input_type", $"'{request.InputType}' is not known. Use query or passage.");
        }

        var model = models.Find(ModelKind.Embedder, request.Model);
        EmbeddingGenerationOptions options = new() { Dimensions = request.Dimensions, AdditionalProperties = [] };
        if (request.InputType is { } type)
        {
            options.AdditionalProperties[LocalEmbeddingGenerator.InputType] = type;
        }

        if (request.Background is { } background)
        {
            options.AdditionalProperties[LocalEmbeddingGenerator.Background] = background;
        }

        var made = await model.Embedder!.GenerateAsync(texts, options, http.RequestAborted);
        var tokens = made.Usage?.InputTokenCount ?? 0;
        EmbeddingsResponse response = new()
        {
            Object = "list",
            Model = model.Name,
            Data = [.. made.Select((embedding, index) => Datum(embedding, index, asBase64))],
            Usage = new() { PromptTokens = tokens, TotalTokens = tokens },
        };
        http.Response.ContentType = "application/json";
        await JsonSerializer.SerializeAsync(http.Response.BodyWriter, response, WireJson.Default.EmbeddingsResponse, http.RequestAborted);
        figures.Embedded(texts.Count, tokens);
    }

    private static WireEmbedding Datum(Embedding<float> embedding, int index, bool asBase64) => new()
    {
        Object = "embedding",
        Index = index,
        Embedding = new(embedding.Vector, asBase64),
        Truncated = embedding.AdditionalProperties?.ContainsKey(LocalEmbeddingGenerator.Truncated) == true ? true : null,
    };
}

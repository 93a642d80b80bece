using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Assistant.Inference.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Assistant.Inference.Serving;

/// <summary>What there is, whether it can be used, and how long texts are.</summary>
internal sealed class ModelEndpoints(ServedModels models, ServingFigures figures, IOptions<ModelServingOptions> limits)
{
    /// <summary><c>GET /v1/models</c>.</summary>
    public Task ListAsync(HttpContext http) =>
        WriteAsync(http, new ModelCards("list", [.. models.List().Select(CardOf)]), WireJson.Default.ModelCards);

    /// <summary><c>GET /health</c>.</summary>
    public static Task HealthAsync(HttpContext http) => WriteAsync(http, new("ok"), WireJson.Default.HealthResponse);

    /// <summary><c>GET /metrics</c>.</summary>
    public Task FiguresAsync(HttpContext http)
    {
        http.Response.ContentType = "text/plain; version=0.0.4; charset=utf-8";
        return http.Response.WriteAsync(figures.ToPrometheus(), http.RequestAborted);
    }

    /// <summary><c>POST /models/load</c>: makes a chat model ready, or says why it can't be.</summary>
    public async Task LoadAsync(HttpContext http)
    {
        var request = await RequestBody.ReadAsync(http, WireJson.Default.ModelRequest);
        var model = models.Find(ModelKind.Chat, request.Model);
        var client = model.Chat!();
        await client.LoadAsync(http.RequestAborted);
        await WriteAsync(http, new ModelLoaded(Success: true, model.Name, client.ContextTokens), WireJson.Default.ModelLoaded);
    }

    /// <summary><c>POST /tokenize</c>: how many tokens texts have in a chat model.</summary>
    public async Task TokenizeAsync(HttpContext http)
    {
        var request = await RequestBody.ReadAsync(http, WireJson.Default.TokenizeRequest);
        if (request.Content is not { } texts || texts.Count > limits.Value.MaxTexts)
        {
            throw ServingException.Invalid("content", $"A text or a list of at most {limits.Value.MaxTexts} texts is wanted.");
        }

        var model = models.Find(ModelKind.Chat, request.Model);
        var counts = await model.Chat!().CountTokensAsync(texts, http.RequestAborted);
        await WriteAsync(http, new TokenizeResponse(model.Name, counts, counts.Sum()), WireJson.Default.TokenizeResponse);
    }

    private static ModelCard CardOf(ServedModel model) => new()
    {
        Id = model.Name,
        Object = "model",
        Created = model.Created.ToUnixTimeSeconds(),
        OwnedBy = "assistant",
        Kind = ServedModels.Word(model.Kind),
        ContextTokens = model.ContextTokens > 0 ? model.ContextTokens : null,
        IsDefault = model.IsDefault,
    };

    private static Task WriteAsync<T>(HttpContext http, T value, JsonTypeInfo<T> type)
    {
        http.Response.ContentType = "application/json";
        return JsonSerializer.SerializeAsync(http.Response.BodyWriter, value, type, http.RequestAborted);
    }
}

using System.Text.Json;
using Assistant.Inference.Reranking;
using Assistant.Inference.Wire;

namespace Assistant.Inference.Remote;

/// <summary>A reranker behind a server that has the form of Jina, Cohere and llama.cpp.</summary>
internal sealed class CompatibleReranker(IModelTransport transport, string model) : IReranker
{
    /// <inheritdoc/>
    public string Model { get; } = model;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<RerankScore>> RerankAsync(string query, IReadOnlyList<string> texts, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(query);
        ArgumentNullException.ThrowIfNull(texts);
        if (texts.Count == 0)
        {
            return [];
        }

        RerankRequest request = new() { Model = Model, Query = query, Documents = [.. texts.Select(text => new RerankDocument(text))] };
        var body = JsonSerializer.SerializeToUtf8Bytes(request, WireJson.Default.RerankRequest);
        using var response = await transport.PostAsync(ModelPath.Rerank, body, Model, cancellationToken);
        var reply = await response.ReadAsync(WireJson.Default.RerankResponse, cancellationToken);
        var scores = new RerankScore?[texts.Count];
        foreach (var result in reply.Results ?? [])
        {
            if (result.Index >= 0 && result.Index < scores.Length)
            {
                scores[result.Index] = new(result.RelevanceScore, result.Tokens ?? 0, result.Truncated == true);
            }
        }

        return Array.TrueForAll(scores, score => score is { } told && float.IsFinite(told.Score))
            ? [.. scores.Select(score => score!.Value)]
            : throw new LocalModelException($"The reranker '{Model}' did not score all of the {texts.Count} texts.");
    }
}

using System.Text.Json;
using Assistant.Inference.Embeddings;
using Assistant.Inference.Wire;
using Microsoft.Extensions.AI;

namespace Assistant.Inference.Remote;

/// <summary>An embedder behind a server that speaks OpenAI's form. Vectors travel as bytes, so they are the same bit for bit.</summary>
/// <param name="transport">The way there.</param>
/// <param name="settings">What is known of the model.</param>
/// <param name="time">When vectors came.</param>
internal sealed class CompatibleEmbeddingGenerator(IModelTransport transport, CompatibleEmbedderSettings settings, TimeProvider time)
    : IEmbeddingGenerator<string, Embedding<float>>
{
    // Set once a server has refused the field that others know.
    private volatile bool withoutInputType;

    /// <inheritdoc/>
    /// <exception cref="LocalModelException">The server can't be reached, dies, or answers with an error.</exception>
    public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(values);
        string[] texts = [.. values];
        if (Array.Exists(texts, text => text is null))
        {
            throw new ArgumentException("A text is null.", nameof(values));
        }

        var type = TypeOf(options);
        var background = settings.IsOurs && options?.AdditionalProperties?.TryGetValue(LocalEmbeddingGenerator.Background, out bool isGuest) == true ? isGuest : (bool?)null;
        GeneratedEmbeddings<Embedding<float>> all = new() { Usage = new() { InputTokenCount = 0, TotalTokenCount = 0 } };
        foreach (var batch in texts.Chunk(settings.MostTexts))
        {
            var reply = await AskAsync(batch, type, background, options?.Dimensions, cancellationToken);
            all.AddRange(Vectors(reply, batch.Length));
            all.Usage.InputTokenCount += reply.Usage?.PromptTokens ?? 0;
            all.Usage.TotalTokenCount = all.Usage.InputTokenCount;
        }

        return all;
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null : serviceType == typeof(EmbeddingGeneratorMetadata) ? settings.Metadata() : serviceType.IsInstanceOfType(this) ? this : null;
    }

    /// <summary>Nothing: the way there belongs to whoever made it.</summary>
    public void Dispose()
    {
    }

    private static string TypeOf(EmbeddingGenerationOptions? options) =>
        options?.AdditionalProperties?.TryGetValue(LocalEmbeddingGenerator.InputType, out var type) == true
            ? type?.ToString() switch
            {
                null or "passage" => "passage",
                "query" => "query",
                _ => throw new ArgumentException($"The {LocalEmbeddingGenerator.InputType} must be 'query' or 'passage', not '{type}'.", nameof(options)),
            }
            : "passage";

    private async Task<EmbeddingsResponse> AskAsync(string[] texts, string type, bool? background, int? dimensions, CancellationToken cancellationToken)
    {
        var prefix = type == "query" ? settings.QueryPrefix : settings.PassagePrefix;
        EmbeddingsRequest request = new()
        {
            Model = settings.Model,
            Input = prefix.Length == 0 ? texts : [.. texts.Select(text => prefix + text)],
            EncodingFormat = "base64",
            Dimensions = dimensions,
            InputType = withoutInputType ? null : type,
            Background = background,
        };
        try
        {
            return await SendAsync(request, cancellationToken);
        }
        catch (LocalModelException e) when (!settings.IsOurs && !withoutInputType && e.Message.Contains(LocalEmbeddingGenerator.InputType, StringComparison.OrdinalIgnoreCase))
        {
            withoutInputType = true;
            return await SendAsync(request with { InputType = null }, cancellationToken);
        }
    }

    private async Task<EmbeddingsResponse> SendAsync(EmbeddingsRequest request, CancellationToken cancellationToken)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(request, WireJson.Default.EmbeddingsRequest);
        using var response = await transport.PostAsync(ModelPath.Embeddings, body, settings.Model, cancellationToken);
        return await response.ReadAsync(WireJson.Default.EmbeddingsResponse, cancellationToken);
    }

    private IEnumerable<Embedding<float>> Vectors(EmbeddingsResponse reply, int count)
    {
        var vectors = reply.Data?.OrderBy(datum => datum.Index).ToArray() ?? [];
        if (vectors.Length != count || vectors.Any(vector => vector.Embedding is null or { Values.Length: 0 }))
        {
            throw new LocalModelException($"The embedder '{settings.Model}' gave {vectors.Length} vectors for {count} texts, or an empty one.");
        }

        return vectors.Select(vector => new Embedding<float>(vector.Embedding!.Values)
        {
            ModelId = settings.Model,
            CreatedAt = time.GetUtcNow(),
            AdditionalProperties = vector.Truncated == true ? new() { [LocalEmbeddingGenerator.Truncated] = true } : null,
        });
    }
}

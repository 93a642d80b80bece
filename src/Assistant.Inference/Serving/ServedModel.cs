using Assistant.Inference.Chat;
using Assistant.Inference.Reranking;
using Microsoft.Extensions.AI;

namespace Assistant.Inference.Serving;

/// <summary>A model that requests can name.</summary>
internal sealed record ServedModel
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>What it is good for: of the clients below, it has the one of this kind.</summary>
    public required ModelKind Kind { get; init; }

    /// <summary>Whether it is taken where a request names none.</summary>
    public bool IsDefault { get; init; }

    /// <summary>Its context in tokens; 0 where that isn't known before it is loaded.</summary>
    public int ContextTokens { get; init; }

    /// <summary>When its file was written.</summary>
    public DateTimeOffset Created { get; init; }

    /// <summary>Gives the chat model.</summary>
    public Func<IChatModel>? Chat { get; init; }

    /// <summary>The embedder.</summary>
    public IEmbeddingGenerator<string, Embedding<float>>? Embedder { get; init; }

    /// <summary>The reranker.</summary>
    public IReranker? Reranker { get; init; }
}

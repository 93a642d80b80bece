using Microsoft.Extensions.AI;

namespace Assistant.Inference.Remote;

/// <summary>What is known of an embedder behind a server.</summary>
internal sealed record CompatibleEmbedderSettings
{
    /// <summary>Its name, as the server knows it.</summary>
    public required string Model { get; init; }

    /// <summary>Tells name, provider and dimensions, when somebody asks.</summary>
    public required Func<EmbeddingGeneratorMetadata> Metadata { get; init; }

    /// <summary>What is put before a question.</summary>
    public string QueryPrefix { get; init; } = "";

    /// <summary>What is put before a passage.</summary>
    public string PassagePrefix { get; init; } = "";

    /// <summary>Texts of one request.</summary>
    public int MostTexts { get; init; } = 2048;

    /// <summary>Whether it is our own server, which knows all fields.</summary>
    public bool IsOurs { get; init; }
}

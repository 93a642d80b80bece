namespace Assistant.Inference.Remote;

/// <summary>What is known of a chat model behind a server.</summary>
internal sealed record CompatibleChatSettings
{
    /// <summary>Its name, as the server knows it.</summary>
    public required string Model { get; init; }

    /// <summary>Its context in tokens, as far as it is known before it is loaded.</summary>
    public required int ContextTokens { get; init; }

    /// <summary>Who serves it, as telemetry names it.</summary>
    public string Provider { get; init; } = "assistant";

    /// <summary>Where it is served.</summary>
    public Uri? Address { get; init; }

    /// <summary>Whether it is our own server, which counts tokens and loads on demand, and needs no mending.</summary>
    public bool IsOurs { get; init; }
}

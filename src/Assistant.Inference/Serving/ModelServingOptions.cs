using System.ComponentModel.DataAnnotations;

namespace Assistant.Inference.Serving;

/// <summary>What the OpenAI-compatible server of models takes. Bound from the <c>Assistant:Models:Serving</c> section.</summary>
public sealed class ModelServingOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = LocalModelsOptions.Section + ":Serving";

    /// <summary>The key that requests must carry as <c>Authorization: Bearer KEY</c>.</summary>
    /// <value>The default is null: no key is asked for. <c>assistant models serve</c> refuses that for addresses which other machines reach.</value>
    public string? ApiKey { get; set; }

    /// <summary>The largest body of a request in bytes; larger ones get 413.</summary>
    /// <value>The default is 16 MiB.</value>
    [Range(1024, 1L << 30)]
    public long MaxBodyBytes { get; set; } = 16 << 20;

    /// <summary>The most messages of a conversation.</summary>
    /// <value>The default is 1024.</value>
    [Range(1, 1 << 20)]
    public int MaxMessages { get; set; } = 1024;

    /// <summary>The most tools of a request.</summary>
    /// <value>The default is 128, as at OpenAI.</value>
    [Range(0, 1 << 16)]
    public int MaxTools { get; set; } = 128;

    /// <summary>The most texts of a request to embed, score or count.</summary>
    /// <value>The default is 2048, as at OpenAI.</value>
    [Range(1, 1 << 20)]
    public int MaxTexts { get; set; } = 2048;

    /// <summary>Requests at the same time, those that wait for a model included; more get 429.</summary>
    /// <value>The default is 128.</value>
    [Range(1, 1 << 16)]
    public int MaxRequests { get; set; } = 128;

    /// <summary>Connections at the same time; more are closed at once.</summary>
    /// <value>The default is 512.</value>
    [Range(1, 1 << 16)]
    public int MaxConnections { get; set; } = 512;
}

using System.ComponentModel.DataAnnotations;

namespace Assistant.Inference.Remote;

/// <summary>Models on other servers that speak OpenAI's form. Bound from the <c>Assistant:Models:Remote</c> section. Without an address here nothing ever leaves the machine.</summary>
public sealed class RemoteModelsOptions : IValidatableObject
{
    /// <summary>The configuration section.</summary>
    public const string Section = LocalModelsOptions.Section + ":Remote";

    /// <summary>The address of the server of the chat model, such as <c>http://models.example:8080/v1</c>; with it that model answers.</summary>
    /// <value>The default is null: a local model answers.</value>
    public string? ChatUrl { get; set; }

    /// <summary>The chat model's name there.</summary>
    /// <value>There is no default; it must be set with <see cref="ChatUrl"/>.</value>
    public string? ChatModel { get; set; }

    /// <summary>The key for that server. Better in the environment, as <c>ASSISTANT_MODELS__REMOTE__CHATAPIKEY</c>. It is never logged.</summary>
    /// <value>The default is null: no key is sent.</value>
    public string? ChatApiKey { get; set; }

    /// <summary>The context of that model in tokens, prompt and answer together.</summary>
    /// <value>The default is 8192.</value>
    [Range(256, 1 << 24)]
    public int ChatContextTokens { get; set; } = 8192;

    /// <summary>The address of the server of the embedder; with it that one embeds.</summary>
    /// <value>The default is null: the local embedder.</value>
    public string? EmbedderUrl { get; set; }

    /// <summary>The embedder's name there.</summary>
    /// <value>There is no default; it must be set with <see cref="EmbedderUrl"/>.</value>
    public string? EmbedderModel { get; set; }

    /// <summary>The key for that server, as above.</summary>
    /// <value>The default is null: no key is sent.</value>
    public string? EmbedderApiKey { get; set; }

    /// <summary>The length of that embedder's vectors.</summary>
    /// <value>The default is null: found out by the first answer.</value>
    [Range(1, 1 << 16)]
    public int? EmbedderDimensions { get; set; }

    /// <summary>What is put before a question, where the server doesn't do that by itself.</summary>
    /// <value>The default is empty.</value>
    public string EmbedderQueryPrefix { get; set; } = "";

    /// <summary>What is put before a passage, where the server doesn't do that by itself.</summary>
    /// <value>The default is empty.</value>
    public string EmbedderPassagePrefix { get; set; } = "";

    /// <summary>Texts of one request.</summary>
    /// <value>The default is 32, which the servers of today all take.</value>
    [Range(1, 1 << 16)]
    public int EmbedderTexts { get; set; } = 32;

    /// <summary>The address of the server of the reranker; with it that one reranks.</summary>
    /// <value>The default is null: the local reranker, where there is one.</value>
    public string? RerankerUrl { get; set; }

    /// <summary>The reranker's name there.</summary>
    /// <value>There is no default; it must be set with <see cref="RerankerUrl"/>.</value>
    public string? RerankerModel { get; set; }

    /// <summary>The key for that server, as above.</summary>
    /// <value>The default is null: no key is sent.</value>
    public string? RerankerApiKey { get; set; }

    /// <summary>How many seconds a server may be silent, before its first word and between two.</summary>
    /// <value>The default is 300: a large prompt on a processor takes minutes to read.</value>
    [Range(1, 24 * 3600)]
    public int TimeoutSeconds { get; set; } = 300;

    /// <summary>How often a request is sent again when a server can't be reached or has too much to do; never once its answer has begun.</summary>
    /// <value>The default is 3.</value>
    [Range(0, 20)]
    public int Retries { get; set; } = 3;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
    [
        .. Pair(nameof(ChatUrl), ChatUrl, nameof(ChatModel), ChatModel),
        .. Pair(nameof(EmbedderUrl), EmbedderUrl, nameof(EmbedderModel), EmbedderModel),
        .. Pair(nameof(RerankerUrl), RerankerUrl, nameof(RerankerModel), RerankerModel),
    ];

    private static IEnumerable<ValidationResult> Pair(string urlName, string? url, string modelName, string? model)
    {
        if (string.IsNullOrEmpty(url))
        {
            yield break;
        }

        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || uri.UserInfo.Length > 0 || uri.Query.Length > 0 || uri.Fragment.Length > 0)
        {
            yield return new($"{Section}:{urlName} must be an address such as http://models.example:8080/v1, without user or password, query or fragment.", [urlName]);
        }

        if (string.IsNullOrWhiteSpace(model))
        {
            yield return new($"{Section}:{modelName} must name the model at {Section}:{urlName}.", [modelName]);
        }
    }
}

using Assistant.Inference.Chat;
using Assistant.Inference.Reranking;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Assistant.Inference.Remote;

/// <summary>The models on other servers, as the settings name them. Nothing is sent before one of them is used.</summary>
internal sealed class RemoteModels(IOptions<RemoteModelsOptions> options, TimeProvider time, ILogger<RemoteModels> logger) : IDisposable
{
    private static readonly TimeSpan ConnectWithin = TimeSpan.FromSeconds(15);

    // Names of servers may come to mean other machines.
    private static readonly TimeSpan ConnectionLife = TimeSpan.FromMinutes(5);

    private readonly Lazy<HttpMessageInvoker> http = new(() => new(new SocketsHttpHandler
    {
        ConnectTimeout = ConnectWithin,
        PooledConnectionLifetime = ConnectionLife,
        UseCookies = false,

        // A redirect would take prompts to a server that nobody set.
        AllowAutoRedirect = false,
    }));

    private readonly Lock gate = new();
    private IChatModel? chat;
    private IEmbeddingGenerator<string, Embedding<float>>? embedder;
    private IReranker? reranker;

    /// <summary>The chat model; null where none is set.</summary>
    public IChatModel? Chat => Made(options.Value.ChatUrl, ref chat, (settings, url) => new CompatibleChatClient(
        Transport(new(url, settings.ChatApiKey, RemoteModelsOptions.Section + ":Chat")),
        new() { Model = settings.ChatModel!, ContextTokens = settings.ChatContextTokens, Provider = "openai", Address = new(url) },
        time));

    /// <summary>The embedder; null where none is set.</summary>
    public IEmbeddingGenerator<string, Embedding<float>>? Embedder => Made(options.Value.EmbedderUrl, ref embedder, (settings, url) => new CompatibleEmbeddingGenerator(
        Transport(new(url, settings.EmbedderApiKey, RemoteModelsOptions.Section + ":Embedder")),
        new()
        {
            Model = settings.EmbedderModel!,
            Metadata = () => new("openai", new(url), settings.EmbedderModel, settings.EmbedderDimensions),
            QueryPrefix = settings.EmbedderQueryPrefix,
            PassagePrefix = settings.EmbedderPassagePrefix,
            MostTexts = settings.EmbedderTexts,
        },
        time));

    /// <summary>The reranker; null where none is set.</summary>
    public IReranker? Reranker => Made(options.Value.RerankerUrl, ref reranker, (settings, url) => new CompatibleReranker(
        Transport(new(url, settings.RerankerApiKey, RemoteModelsOptions.Section + ":Reranker")), settings.RerankerModel!));

    /// <inheritdoc/>
    public void Dispose()
    {
        if (http.IsValueCreated)
        {
            http.Value.Dispose();
        }
    }

    private T? Made<T>(string? url, ref T? made, Func<RemoteModelsOptions, string, T> make)
        where T : class
    {
        lock (gate)
        {
            return string.IsNullOrEmpty(url) ? null : made ??= make(options.Value, url);
        }
    }

    private RemoteTransport Transport(RemoteServer server) => new(server, options.Value, http.Value, time, logger);
}

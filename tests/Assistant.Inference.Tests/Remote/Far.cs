using Assistant.Inference.Remote;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Assistant.Inference.Tests.Remote;

/// <summary>Makes the models of another server as the settings would.</summary>
internal static class Far
{
    public static RemoteModels Models(string url, Action<RemoteModelsOptions>? configure = null)
    {
        RemoteModelsOptions options = new()
        {
            ChatUrl = url,
            ChatModel = "far",
            ChatApiKey = "secret of chat",
            EmbedderUrl = url,
            EmbedderModel = "far-embedder",
            RerankerUrl = url,
            RerankerModel = "far-reranker",
        };
        configure?.Invoke(options);
        return new(Options.Create(options), TimeProvider.System, NullLogger<RemoteModels>.Instance);
    }
}

using System.Reflection;
using Assistant.Channels.Web;
using Assistant.Inference;
using Assistant.Inference.Remote;
using Microsoft.Extensions.Options;

namespace Assistant.Server.Composition;

/// <summary>Tells the page what answers here.</summary>
internal sealed class WebStatuses(ModelShelf shelf, ChatModels chats, LlamaRuntime runtime, IOptions<RemoteModelsOptions> remote)
{
    private static readonly string Version =
        typeof(WebStatuses).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "";

    /// <summary>The status now. The models folder is looked at anew, headers only where a file has changed.</summary>
    public WebStatus Now()
    {
        var models = shelf.List();
        var answering = chats.AnsweringName;
        var embeds = remote.Value.EmbedderUrl is { Length: > 0 }
            || (runtime.IsAvailable && models.Any(model => model is { IsChosen: true, Kind: ModelKind.Embedder }));
        return new(
            Version,
            answering,
            answering is null ? ModelHints.ForChat(runtime) : null,
            embeds ? EmbedderState.Ready : EmbedderState.Missing,
            embeds ? null : runtime.WhyNot is { } missing ? $"{missing} {runtime.HowToMend}" : "The embedder's file is missing or damaged; 'assistant doctor' tells more.");
    }
}

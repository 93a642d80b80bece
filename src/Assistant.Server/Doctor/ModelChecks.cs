using Assistant.Inference;
using Assistant.Inference.Embeddings;
using Assistant.Inference.Remote;
using Assistant.Inference.Runtimes;
using Assistant.Server.Composition;
using Assistant.Server.Lines;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;

namespace Assistant.Server.Doctor;

/// <summary>Looks at the local models. Without any of them everything works, with less.</summary>
internal sealed class ModelChecks(
    LlamaRuntime runtime,
    ModelShelf shelf,
    ChatModels chats,
    LocalEmbeddingGenerator embedder,
    IOptions<RemoteModelsOptions> remote,
    IEmbeddingGenerator<string, Embedding<float>>? hosted = null)
{
    /// <summary>Whether the native libraries are there and of the right version.</summary>
    public DoctorCheck Runtime()
    {
        const string Name = "runtime";
        if (runtime.WhyNot is { } missing)
        {
            return new(Name, DoctorState.Warn, missing, runtime.HowToMend + " Until then search goes by words alone and answers are quoted sentences.");
        }

        var found = $"llama.cpp {runtime.Version} in '{runtime.Folder}', backend {RuntimeShelf.NameOf(runtime.Backend)}.";
        return runtime.Warnings is []
            ? new(Name, DoctorState.Ok, found)
            : new(Name, DoctorState.Warn, found, "A faster backend was asked for (auto) and passed over:\n" + string.Join('\n', runtime.Warnings) + "\n'assistant models runtime list' tells what to do.");
    }

    /// <summary>Whether the embedder loads.</summary>
    public async Task<DoctorCheck> EmbedderAsync(CancellationToken cancellationToken)
    {
        const string Name = "embedder";
        if (remote.Value.EmbedderUrl is { Length: > 0 } && hosted is not null)
        {
            return await ElsewhereAsync(Name, hosted, cancellationToken);
        }

        if (shelf.List().FirstOrDefault(model => model.Path == embedder.Path) is not { IsChosen: true, Kind: ModelKind.Embedder } model)
        {
            var reason = shelf.List().FirstOrDefault(one => one.Path == embedder.Path)?.Fault ?? "It is no embedder.";
            return new(Name, DoctorState.Fail, $"'{embedder.Path}' cannot be used: {reason}", "Install Assistant again, or set Assistant:Models:Embedder to another file.");
        }

        if (!runtime.IsAvailable)
        {
            return new(Name, DoctorState.Warn, $"{model.Name} is here, but cannot run without the native libraries.", runtime.HowToMend);
        }

        try
        {
            // Where it runs in the worker, that is started for this.
            await (hosted ?? embedder).GenerateAsync(["ready"], cancellationToken: cancellationToken);
            return new(Name, DoctorState.Ok, $"{model.Name}, {embedder.Metadata.DefaultModelDimensions} dimensions ({model.Reason}).");
        }
        catch (LocalModelException e)
        {
            return new(Name, DoctorState.Fail, e.Message, "Install Assistant again, or set Assistant:Models:Embedder to another file.");
        }
    }

    /// <summary>Whether a chat model answers, and whether some file cannot be used.</summary>
    public DoctorCheck Chat()
    {
        const string Name = "chat_model";
        if (chats.AnswersElsewhere)
        {
            return new(Name, DoctorState.Ok, $"{chats.AnsweringName} on another server answers; the first question tells whether it can be reached.");
        }

        var models = shelf.List();
        var broken = models.Where(model => model.Kind == ModelKind.Unreadable).Select(model => $"{model.Name}: {model.Fault}").ToArray();
        var faults = broken.Length == 0 ? "" : $" Unreadable: {string.Join("; ", broken)}";
        if (models.FirstOrDefault(model => model is { IsChosen: true, Kind: ModelKind.Chat }) is not { } answering)
        {
            return new(Name, DoctorState.Warn, "No chat model answers: answers are quoted sentences." + faults, ModelHints.ForChat(runtime));
        }

        var found = $"{answering.Name}, chat format {answering.ChatFormat} ({answering.Reason}).{faults}";
        if (answering.Traits?.Memory is { Fits: false } memory)
        {
            return new(
                Name, DoctorState.Fail, $"{found} It needs {Sizes.Of(memory.TotalBytes)} with a context of {memory.ContextTokens:N0} tokens; {Sizes.Of(memory.AvailableBytes)} are here.",
                "Lower Assistant:Models:ContextTokens, or choose a smaller model: 'assistant models list' shows which ones fit.");
        }

        return new(Name, broken.Length == 0 && runtime.IsAvailable ? DoctorState.Ok : DoctorState.Warn, found, runtime.IsAvailable ? null : runtime.HowToMend);
    }

    private async Task<DoctorCheck> ElsewhereAsync(string name, IEmbeddingGenerator<string, Embedding<float>> far, CancellationToken cancellationToken)
    {
        try
        {
            var made = await far.GenerateAsync(["ready"], cancellationToken: cancellationToken);
            return new(name, DoctorState.Ok, $"{remote.Value.EmbedderModel} on another server, {made[0].Vector.Length} dimensions.");
        }
        catch (LocalModelException e)
        {
            return new(name, DoctorState.Fail, e.Message, $"Look at the settings of {RemoteModelsOptions.Section}. Until then search goes by words alone.");
        }
    }
}

using Assistant.Inference;
using Assistant.Inference.Embeddings;
using Assistant.Server.Composition;
using Assistant.Server.Lines;
using Microsoft.Extensions.AI;

namespace Assistant.Server.Doctor;

/// <summary>Looks at the local models. Without any of them everything works, with less.</summary>
internal sealed class ModelChecks(
    LlamaRuntime runtime, ModelShelf shelf, LocalEmbeddingGenerator embedder, IEmbeddingGenerator<string, Embedding<float>>? hosted = null)
{
    /// <summary>Whether the native libraries are there and of the right version.</summary>
    public DoctorCheck Runtime() => runtime.WhyNot is { } missing
        ? new("runtime", DoctorState.Warn, missing, LlamaRuntime.Hint + " Until then search goes by words alone and answers are quoted sentences.")
        : new("runtime", DoctorState.Ok, $"llama.cpp {runtime.Version} in '{runtime.Folder}'.");

    /// <summary>Whether the embedder loads.</summary>
    public async Task<DoctorCheck> EmbedderAsync(CancellationToken cancellationToken)
    {
        const string Name = "embedder";
        if (shelf.List().FirstOrDefault(model => model.Path == embedder.Path) is not { IsChosen: true, Kind: ModelKind.Embedder } model)
        {
            var reason = shelf.List().FirstOrDefault(one => one.Path == embedder.Path)?.Fault ?? "It is no embedder.";
            return new(Name, DoctorState.Fail, $"'{embedder.Path}' cannot be used: {reason}", "Install Assistant again, or set Assistant:Models:Embedder to another file.");
        }

        if (!runtime.IsAvailable)
        {
            return new(Name, DoctorState.Warn, $"{model.Name} is here, but cannot run without the native libraries.", LlamaRuntime.Hint);
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
        var models = shelf.List();
        var broken = models.Where(model => model.Kind == ModelKind.Unreadable).Select(model => $"{model.Name}: {model.Fault}").ToArray();
        var faults = broken.Length == 0 ? "" : $" Unreadable: {string.Join("; ", broken)}";
        return models.FirstOrDefault(model => model is { IsChosen: true, Kind: ModelKind.Chat }) is { } answering
            ? new(Name, broken.Length == 0 && runtime.IsAvailable ? DoctorState.Ok : DoctorState.Warn, $"{answering.Name}, chat format {answering.ChatFormat} ({answering.Reason}).{faults}", runtime.IsAvailable ? null : LlamaRuntime.Hint)
            : new(Name, DoctorState.Warn, "No chat model answers: answers are quoted sentences." + faults, ModelHints.ForChat(runtime));
    }
}
